using System.Buffers.Binary;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Probatum.Core.Records;
using Probatum.Spectra;
using Probatum.Web.Accounts;
using Probatum.Web.Cases;

namespace Probatum.Web.Api;

/// <summary>The points of instruments' runs, for whoever draws them.</summary>
internal static class RunEndpoints
{
    private const int MostPoints = 400_000;
    private const int MostPeaks = 4000;

    public static void Map(IEndpointRouteBuilder app)
    {
        var one = app.MapGroup("/api/v1/cases/{CaseId}").WithMetadata(new AccessAttribute(Needs.Case) { Token = "result list" });

        // Places as 64-bit, then heights as 32-bit floats, the least byte first: a browser draws them as they come.
        one.MapGet("/runs/{Run}/curve", (HttpContext context, string caseId, string run, InstrumentFiles files, int? trace, double? from, double? to, int? most) =>
        {
            var seen = Visits.Of(context)!.Case(caseId)!;
            if (Find(seen, run, files) is not { } file || file.Curves.ElementAtOrDefault(trace ?? 0) is not { } curve)
            {
                return None;
            }

            var (xs, ys) = curve.Between(from, to, Math.Clamp(most ?? MostPoints, 2, MostPoints));
            var bytes = new byte[xs.Length * 12];
            for (var i = 0; i < xs.Length; i++)
            {
                BinaryPrimitives.WriteDoubleLittleEndian(bytes.AsSpan(i * 8), xs[i]);
                BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan((xs.Length * 8) + (i * 4)), ys[i]);
            }

            return Results.Bytes(bytes, "application/octet-stream");
        });
        one.MapGet("/runs/{Run}/spectrum", (HttpContext context, string caseId, string run, InstrumentFiles files, double at) =>
            Find(Visits.Of(context)!.Case(caseId)!, run, files)?.NearestTo(at) is { } spectrum ? Results.Json(new { seconds = spectrum.RetentionSeconds, measured = Points(spectrum.Peaks), candidates = Array.Empty<object>() }, Answers.Form) : None);
        one.MapGet("/identifications/{Identification}/components/{Number:int}", (HttpContext context, string caseId, string identification, int number, InstrumentFiles files, Workroom room) =>
        {
            var seen = Visits.Of(context)!.Case(caseId)!;
            var made = EntityId.IsWellFormed(identification) ? seen.State.Laboratory.Identifications.Find(known => known.Made.Identification == new EntityId(identification)).Made : null;
            if (made?.Run is not { } run || made.Components.ElementAtOrDefault(number - 1) is not { ApexMs: { } apex } component || Find(seen, run.Text, files) is not { } file)
            {
                return None;
            }

            var found = file.Taken?.Components.MinBy(other => Math.Abs((other.ApexSeconds * 1000) - apex));
            var isSame = found is not null && Math.Abs((found.ApexSeconds * 1000) - apex) < 1.5;
            var kept = made.Spectra is { } spectra && room.Workspace.Blobs.Read(spectra.Sha256) is { } bytes && Msp.TryRead(bytes, out var records, out _) ? records : [];
            return Results.Json(
                new
                {
                    seconds = apex / 1000.0,
                    of = isSame ? "the component, taken apart from what comes with it" : "the scan nearest to it, with all that comes with it",
                    measured = Points(isSame ? found!.Spectrum.Peaks : file.NearestTo(apex / 1000.0)?.Peaks ?? []),
                    candidates = component.Candidates.Select(candidate => new
                    {
                        name = candidate.Name,
                        score = candidate.Score / 1_000_000m,
                        peaks = kept.FirstOrDefault(record => candidate.InChIKey is not null ? record.InChIKey == candidate.InChIKey && record.Name == candidate.Name : record.Name == candidate.Name) is { } record ? Points(record.Peaks) : null,
                    }),
                }, Answers.Form);
        });
    }

    /// <summary>The file of a run that whoever asks may see.</summary>
    private static InstrumentFile? Find(SeenCase seen, string run, InstrumentFiles files) =>
        EntityId.IsWellFormed(run) && seen.State.Laboratory.Runs.TryGetValue(new(run), out var known) && known.Raw is { } raw ? files.Find(raw) : null;

    private static IResult None => Answers.Problem(StatusCodes.Status404NotFound, "there is nothing of that run that you may see and that can be drawn");

    /// <summary>The highest lines of a spectrum, by mass.</summary>
    private static double[][] Points(IReadOnlyCollection<Peak> peaks) =>
        [.. peaks.OrderByDescending(peak => peak.Intensity).Take(MostPeaks).OrderBy(peak => peak.Mz).Select(peak => new[] { Math.Round(peak.Mz, 4), Math.Round(peak.Intensity, 3) })];
}
