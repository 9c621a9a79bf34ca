using Probatum.Intake;

namespace Probatum.Verbs;

/// <summary>Reads documents of strangers in a process of its own, which may take so much time and memory and no more.</summary>
/// <remarks>
/// Formats that libraries or much code of ours take apart, and every large file. Plain text and small pages are read here.
/// The process is this program with <see cref="Word"/>, which no person types: the document comes on its standard input.
/// </remarks>
internal static class DocumentReading
{
    /// <summary>What makes the program a reader.</summary>
    public const string Word = "read-document";

    private const int ReadHere = 256 << 10;
    private const long MostMemory = 3L << 30;
    private const int MostAnswer = 1 << 30;

    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan LongestRecognition = TimeSpan.FromHours(2);

    /// <summary>Reads a document of any known format; with a language also a PDF without text.</summary>
    public static ReadReport? Read(byte[] bytes, string? recognise, out IntakeFault fault)
    {
        var media = ReportFormats.Of(bytes)?.Media;
        return media is null || (media is "text/html" or "text/plain" or "text/markdown" && bytes.Length <= ReadHere) || Program is not { } program
            ? Here(bytes, recognise, out fault)
            : Apart(program, bytes, recognise, out fault);
    }

    /// <summary>Answers as the reader: the document from standard input, what was found to standard output.</summary>
    public static int Serve(IReadOnlyList<string> args)
    {
        using var input = Console.OpenStandardInput();
        using var document = new MemoryStream();
        input.CopyTo(document);
        var report = Here(document.ToArray(), args.Count > 1 ? args[1] : null, out var fault);
        using var output = Console.OpenStandardOutput();
        output.Write(ReportWire.Write(report, fault));
        return 0;
    }

    private static string? Program
    {
        get
        {
            var beside = Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "probatum.exe" : "probatum");
            return File.Exists(beside) ? beside : null;
        }
    }

    private static ReadReport? Apart(string program, byte[] bytes, string? recognise, out IntakeFault fault)
    {
        var longest = recognise is null ? Longest : LongestRecognition;
        try
        {
            var answer = OtherProgram.Run(
                program, recognise is null ? [Word] : [Word, recognise], longest, bytes, MostAnswer,
                [("DOTNET_GCHeapHardLimit", MostMemory.ToString("X", System.Globalization.CultureInfo.InvariantCulture))]);
            return ReportWire.Read(answer, out fault);
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            fault = new("document/reader-ended", "", $"reading it took more than {MostMemory >> 30} GiB of memory or {longest.TotalMinutes:0} minutes, or failed ({e.Message})");
            return null;
        }
    }

    private static ReadReport? Here(byte[] bytes, string? recognise, out IntakeFault fault)
    {
        if (recognise is not null && ReportFormats.Of(bytes)?.Media == "application/pdf")
        {
            return TextRecognition.Read(bytes, recognise, out fault);
        }

        var report = ReportFormats.Read(bytes, out fault);
        if (report is not null || fault.Code != TextRecognition.Applies)
        {
            return report;
        }

        var missing = TextRecognition.Missing;
        fault = fault with { Why = fault.Why + (missing.Length == 0 ? "; 'report add --ocr LANGUAGE' recognises it" : $"; to recognise it, install {missing} and give --ocr LANGUAGE") };
        return null;
    }
}
