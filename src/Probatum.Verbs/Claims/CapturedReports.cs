using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Probatum.Core.Cases;
using Probatum.Core.Claims;
using Probatum.Core.Records;
using Probatum.Intake;
using Probatum.Text;

namespace Probatum.Verbs;

/// <summary>What the user says of documents beside what they say themselves.</summary>
internal sealed record SaidOfReports(string? Publisher, string? Title, string? Published, string? Address, string? Language, ClaimModel? Model, string SourceSort = "publication");

/// <summary>A document as it came in: its bytes, and its text or why there is none.</summary>
internal sealed record ReadDocument(string Path, byte[] Bytes, string Media, ReadReport? Report, IntakeFault Fault)
{
    /// <summary>Where it was fetched from, when that was done here.</summary>
    public string? Address { get; init; }
}

/// <summary>One captured report with what to say of it.</summary>
internal sealed record CapturedReport(string Name, EntityId Id, string Sha256, int Claims, string? Unread, ImmutableArray<string> Notes, string? Language);

/// <summary>Turns documents, and those inside them, into records: the original kept, its text, where its words stand, the claims proposed.</summary>
internal sealed class CapturedReports(OpenedCase opened, Shell shell, SaidOfReports said)
{
    private readonly List<Statement> _statements = [];
    private readonly List<CapturedReport> _reports = [];
    private readonly Dictionary<string, EntityId> _parties = [];

    /// <summary>The records to append, in order.</summary>
    public IEnumerable<Statement> Statements => _statements;

    /// <summary>What was captured, containers before what they hold.</summary>
    public IReadOnlyList<CapturedReport> Reports => _reports;

    /// <summary>Captures a document and what it holds.</summary>
    public void Add(ReadDocument one) =>
        Add(System.IO.Path.GetFileName(one.Path), one.Bytes, one.Media, one.Report, one.Fault, null, one.Address ?? said.Address, null);

    private void Add(string name, byte[] bytes, string media, ReadReport? report, IntakeFault fault, EntityId? container, string? address, string? captured)
    {
        // The title that the user says is of the document that was named; its day is also that of a part that gives none.
        var (title, when) = (container is null ? said.Title : null, OpenedCase.When(said.Published));
        var head = TextHead.Read(report?.Text ?? "");
        var publisher = said.Publisher ?? report?.Publisher ?? head.Publisher;
        var own = report?.Published is { } day ? Day(day, "the document") : head.Date is { } first ? Day(first, "text") : null;
        var published = container is null ? when ?? own : own ?? when;
        var id = opened.NewId();
        var reading = report?.Reading ?? new ReadingFile("none", [fault.ToString()], [], SourceMap.Empty);
        var party = Party(publisher);
        var original = opened.Workspace.Blobs.Put(bytes, report?.Media ?? media);
        var text = report?.Text is { Length: > 0 } words ? words : null;
        var read = text is null ? null : Read(text, title ?? report?.Title, publisher, published);
        _statements.Add(new ReportCaptured(
            id, title ?? report?.Title, party, published, captured is null ? When.At(shell.Clock().ToUniversalTime(), "device") : When.Parse(captured, "the archive"), address,
            original, text is null ? null : opened.Workspace.Blobs.Put(Encoding.UTF8.GetBytes(text), "text/plain"), report?.Reader,
            opened.Workspace.Blobs.Put(reading.ToBytes(), ReadingFile.Media), container, read?.Language.Main.Code, read?.Language.Note,
            report?.Pictures ?? []));
        List<ClaimProposed> claims = read is null ? [] : [.. ClaimProposals.Of(id, text!, read, shell.Random, said.Model, PlaceLists.Shipped)];
        _statements.AddRange(claims);
        _reports.Add(new(name, id, original.Sha256, claims.Count, report is null ? fault.ToString() : null, reading.Notes, read?.Language.Note));
        foreach (var part in report?.Parts ?? [])
        {
            Add($"{name}: {part.Name}", part.Bytes, part.Media, part.Report, part.Fault, id, part.Address, part.Captured);
        }
    }

    private static When? Day(DateOnly day, string source) => When.Parse(day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), source);

    private ReadClaims Read(string text, string? title, string? publisher, When? published)
    {
        var places = opened.State.Incidents.Incidents.Select(incident => incident.Where?.Said).OfType<string>().ToImmutableArray();
        var known = new DocumentInfo(title, publisher, published?.Earliest is { } date ? DateOnly.FromDateTime(date.DateTime) : null, places, said.Language, PlaceLists.Shipped);
        return ClaimExtractor.Read(text, known, said.Model);
    }

    private EntityId? Party(string? publisher)
    {
        if (publisher is null)
        {
            return null;
        }

        if (!_parties.TryGetValue(publisher, out var party))
        {
            var known = opened.State.Entities.Named(publisher).FirstOrDefault(one => one.Sort == "party");
            party = known?.Id ?? opened.NewId();
            _parties[publisher] = party;
            if (known is null)
            {
                _statements.Add(new PartyDescribed(party, publisher, publisher == said.Publisher ? said.SourceSort : "publication", null, "F", null));
            }
        }

        return party;
    }
}
