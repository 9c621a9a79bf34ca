using System.Collections.Immutable;
using Probatum.Core;
using Probatum.Core.Cases;
using Probatum.Core.Laboratory;
using Probatum.Core.Records;
using Probatum.Core.Samples;
using Probatum.Web.Cases;
using Probatum.Web.Runs;

namespace Probatum.Web.Pages.Samples;

/// <summary>Something that may be recorded of a sample now: the rules would take it from the key of whoever looks.</summary>
/// <param name="Verb">The verb that records it.</param>
/// <param name="Words">What a person calls it.</param>
/// <param name="First">Fields to ask for at once.</param>
/// <param name="Given">What is not asked for, since only one answer is right.</param>
internal sealed record SampleStep(string Verb, string Words, ImmutableArray<string> First, ImmutableDictionary<string, string> Given)
{
    /// <summary>Whether it is an act on the material itself, and not a word about it.</summary>
    public bool IsAct => Verb is not ("result add" or "sample transfer paper" or "sample remark" or "sample support");

    /// <summary>How the address names it.</summary>
    public string Key => Verb.Replace(' ', '-');

    /// <summary>The steps that are open for a sample; none for somebody without a key in the case.</summary>
    /// <param name="seen">The case and who looks.</param>
    /// <param name="id">The sample.</param>
    public static ImmutableArray<SampleStep> Of(SeenCase seen, EntityId id)
    {
        var history = seen.Live.Now;
        return seen.KeysInCase is [{ } key, ..] && history.Keys.Keys.TryGetValue(new(key.Name), out var known) && history.State.Samples.Samples.TryGetValue(id, out var sample)
            ? [.. Open(seen, history.State, new(new(key.Name), known.Role, known.Party), sample)] : [];
    }

    /// <summary>The keys that may sign for a receiver of what that party holds, with whom each acts for.</summary>
    public static ImmutableArray<KnownKey> Receivers(SeenCase seen, EntityId? holder)
    {
        var (keys, parties) = (seen.Live.Now.Keys, seen.Live.Now.State.Parties);
        var own = seen.KeysInCase is [{ } key, ..] ? keys.Keys.GetValueOrDefault(new(key.Name)) : null;
        return
        [
            .. keys.Keys.Where(one => keys.Counts(one.Key, seen.Live.Now.Size)).Select(one => one.Value)
                .Where(one => one.Party is { } party && party != holder && own is not null && one.Key.Name != own.Key.Name && (own.Holder is null || one.Holder != own.Holder))
                .OrderBy(one => parties.Name(one.Party), StringComparer.OrdinalIgnoreCase).ThenBy(one => one.Key.Name, StringComparer.Ordinal),
        ];
    }

    private static IEnumerable<SampleStep> Open(SeenCase seen, CaseState state, Actor actor, SampleView sample)
    {
        var (when, why, holder) = (When.At(seen.Visit.Room.Now.ToUniversalTime(), "device"), "-", sample.Chain.Custodian);
        EntityId? by = holder ?? actor.Party ?? (state.Parties.InOrder.IsEmpty ? null : state.Parties.InOrder[0]);
        var other = state.Parties.InOrder.Where(party => party != holder).Select(party => (EntityId?)party).FirstOrDefault();
        var isOver = sample.Chain.End is not null;

        // What only the holder may say is said for the holder; whoever sees less of the case may have to be asked.
        var free = ImmutableDictionary<string, string>.Empty;
        var holders = holder is { } known && seen.State.Entities.Find(known) is not null ? free.Add("--by", known.Text) : free;
        if (state.Parties.SameSide(actor.Party, holder) && !Receivers(seen, holder).IsEmpty && May("sample transfer", new CustodyTransferred(sample.Id, holder, other, when, null, null, null, null, null)))
        {
            yield return new("sample transfer", "Hand over, both sign", ["--seal-found", "--condition", "--purpose"], free.Add("--from", holder!.Value.Text));
        }

        if (!isOver && May("sample check", new SealChecked(sample.Id, actor.Party ?? by, when, "-", true, null, [], [])))
        {
            yield return new("sample check", "Read the seal", ["--condition"], free);
        }

        if (May("sample open", new SampleOpened(sample.Id, by, when, null, null, why, [], [])))
        {
            yield return new("sample open", "Open", ["--seal-found", "--seal-applied"], holders);
        }

        if (May("sample split", new SampleSplit(sample.Id, by, when, null, null, [new(EntityId.New(seen.Visit.Room.Shell.Random), $"{Guid.NewGuid():N}", null, null)], [], [])))
        {
            yield return new("sample split", "Split", ["--seal-found", "--seal-applied"], holders);
        }

        if (!isOver && May("sample store", new SampleStored(sample.Id, by, null, when, null, null, null, null, null, null)))
        {
            yield return new("sample store", "Storage", ["--where", "--lowest", "--highest", "--limits"], free);
        }

        if (May("sample use", new SampleDisposed(sample.Id, by, "used", when, "1 g", null, null, null, [], null, null)))
        {
            yield return new("sample use", "Use a part", ["--reason", "--seal-found", "--seal-applied"], holders);
        }

        if (!isOver && May("sample reading", new InstrumentRunRecorded(null, sample.Id, null, null, null, when, "screening", null, null, null)))
        {
            yield return new("sample reading", "Field reading", ["--photo", "--screen-text", "--by", "--when"], free);
        }

        if (!isOver && May("sample code", new BlindCodeGiven(sample.Id, other, $"{Guid.NewGuid():N}", null)))
        {
            yield return new("sample code", "Give a blind code", [], free);
        }

        if (May("result add", new ResultReported(null, sample.Id, actor.Role == "laboratory" ? actor.Party : actor.Party ?? by, "-", "found", [], null, null, null, when, null)))
        {
            yield return new("result add", "Result of a laboratory", ["--technique", "--report"], free);
        }

        if (!isOver && May("sample transfer", new CustodyReported(sample.Id, holder ?? by, other, when, null, null, null, null, null, null)))
        {
            yield return new("sample transfer paper", "Hand-over told or on paper", ["--from", "--to", "--paper", "--reported", "--when", "--seal-found"], free);
        }

        if (May("sample end", new SampleDisposed(sample.Id, by, "destroyed", when, null, null, null, null, [], why, null)))
        {
            yield return new("sample end", "End", ["--reason", "--seal-found"], holders);
        }

        if (sample.Chain.Links.Find(link => sample.Chain.Assured(link) == Assurance.Reported && link.Record is { } record && May("sample support", new CustodySupported(sample.Id, record.Text, actor.Party, why, []))) is not null)
        {
            yield return new("sample support", "Corroborate an act", [], free);
        }

        if (May("sample remark", new CustodyRemarked(sample.Id, null, actor.Party, when, null, null, null, why, [])))
        {
            yield return new("sample remark", "Remark, or answer an anomaly", ["--answers", "--resolution", "--record", "--by"], free);
        }

        bool May(string verb, Statement statement) => VerbRules.Refusal(VerbRules.All[verb], seen.Grant) is null && Rules.Judge(state, actor, statement) is null;
    }

    /// <summary>The verb in the words of the command line: one verb records two sorts of hand-overs.</summary>
    public string Line => Verb == "sample transfer paper" ? "sample transfer" : Verb;
}
