using System.Collections.Immutable;
using System.CommandLine;
using Probatum.Core.Samples;
using Probatum.Intake;

namespace Probatum.Verbs;

/// <summary>Photographs that belong to an act: kept unchanged, with what their files tell of time and place.</summary>
internal static class PhotoFiles
{
    public static Option<string[]> Option() => Verb.Several("--photo", "photographs of it; time and place are read from the file", "FILE");

    public static ImmutableArray<Photo> Keep(OpenedCase opened, string[]? paths) =>
    [
        .. (paths ?? []).Select(path =>
        {
            var bytes = Files.Read(path);
            var told = PhotoTold.Read(bytes);
            return new Photo(opened.Workspace.Blobs.Put(bytes, told?.Media ?? Files.Media(path)), told?.Taken, told?.LatE7, told?.LonE7);
        }),
    ];
}
