namespace Probatum.Export;

/// <summary>What pictures are made of: places in pixels from the upper left corner, colours as #rrggbb.</summary>
internal abstract record PlotShape;

/// <summary>Straight stretches from point to point, drawn with a pen.</summary>
/// <param name="Points">Two points or more.</param>
/// <param name="Colour">The pen's colour.</param>
/// <param name="Width">The pen's width in pixels.</param>
internal sealed record PlotLine(IReadOnlyList<(double X, double Y)> Points, string Colour, double Width) : PlotShape;

/// <summary>A closed figure, filled and outlined.</summary>
internal sealed record PlotFigure(IReadOnlyList<(double X, double Y)> Corners, string Fill, string Stroke, double Width) : PlotShape;

/// <summary>A filled circle.</summary>
internal sealed record PlotDot(double X, double Y, double Radius, string Fill) : PlotShape;

/// <summary>Words on one line.</summary>
/// <param name="X">Where the anchor is.</param>
/// <param name="Y">The line that letters stand on.</param>
/// <param name="Anchor"><c>start</c>, <c>middle</c> or <c>end</c>: which part of the words is at the place.</param>
/// <param name="Colour">The letters' colour.</param>
/// <param name="Text">The words, of anybody: written so that they are nothing but words.</param>
/// <param name="Size">Of the font, in pixels.</param>
/// <param name="Turned">A quarter to the left about the place: read from below upwards.</param>
internal sealed record PlotWords(double X, double Y, string Anchor, string Colour, string Text, int Size, bool Turned = false) : PlotShape;

/// <summary>Closed figures, filled as one area without an outline: no line shows where two touch.</summary>
internal sealed record PlotArea(IReadOnlyList<IReadOnlyList<(double X, double Y)>> Figures, string Fill) : PlotShape;
