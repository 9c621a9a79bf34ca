using System.Collections.Immutable;

namespace Probatum.Text.Echoes;

/// <summary>Passages of reports, joined where they are the same: each group goes back to one origin.</summary>
/// <remarks>
/// By passage and not by report: one that takes a sentence from each of two agencies does not make one origin of them. Two places
/// of a text are one where they share half of the shorter.
/// </remarks>
internal sealed class OriginGroups(FoldedText[] texts)
{
    private readonly List<(int Text, int From, int End)> _places = [];
    private readonly List<int> _parents = [];
    private readonly List<int>[] _ofText = [.. texts.Select(_ => new List<int>())];

    /// <summary>Says that two places have one origin.</summary>
    public void Join(int text, (int From, int End) place, int other, (int From, int End) otherPlace)
    {
        var (a, b) = (Root(Place(text, place)), Root(Place(other, otherPlace)));
        _parents[Math.Max(a, b)] = Math.Min(a, b);
    }

    /// <summary>Whether both places are known to have one origin already.</summary>
    public bool AreJoined(int text, (int From, int End) place, int other, (int From, int End) otherPlace) =>
        Known(text, place).Select(Root).Intersect(Known(other, otherPlace).Select(Root)).Any();

    /// <summary>The origins of two reports or more, by their earliest report.</summary>
    public ImmutableArray<EchoOrigin> Read()
    {
        var groups = Enumerable.Range(0, _places.Count).GroupBy(Root).Select(group => group.Select(i => _places[i]).OrderBy(place => place.Text).ThenBy(place => place.From).ToList())
            .Where(places => places[0].Text != places[^1].Text).Select(places => new Group(places, Names(places))).ToList();
        return
        [
            .. Merged(groups).OrderBy(group => group.Places[0].Text).ThenBy(group => group.Places[0].From).Select(group => new EchoOrigin(
                group.Name?.Shown, texts[group.Places[0].Text].Source.Id, [.. group.Places.Select(place => place.Text).Distinct().Select(text => texts[text].Source.Id)],
                Longest(group.Places.Where(place => place.Text == group.Places[0].Text)))),
        ];
    }

    private Span Longest(IEnumerable<(int Text, int From, int End)> places) =>
        places.OrderByDescending(place => place.End - place.From).ThenBy(place => place.From).First() is var place ? texts[place.Text].Span(place.From, place.End) : default;

    /// <summary>
    /// Several passages in the same reports are one origin, and so are passages that share a report and of which two reports each
    /// say that the same person said them.
    /// </summary>
    private static List<Group> Merged(List<Group> groups)
    {
        var merged = new List<Group>();
        foreach (var group in groups.OrderBy(group => group.Places[0].Text).ThenBy(group => group.Places[0].From))
        {
            var same = merged.Where(known => known.IsOneWith(group)).ToList();
            merged.RemoveAll(same.Contains);
            var places = same.SelectMany(known => known.Places).Concat(group.Places).OrderBy(place => place.Text).ThenBy(place => place.From).ToList();
            merged.Add(same.Count == 0 ? group : new(places, [.. same.SelectMany(known => known.Names).Concat(group.Names)]));
        }

        return merged;
    }

    /// <summary>Whom each report's claims at these places give as the one who holds the knowledge.</summary>
    private List<(int Text, Identity Name)> Names(List<(int Text, int From, int End)> places) =>
    [
        .. places.SelectMany(place => (texts[place.Text].Source.Claims.IsDefault ? [] : texts[place.Text].Source.Claims)
            .Where(claim => !claim.Chain.IsDefaultOrEmpty && claim.Content.Any(span => texts[place.Text].Within(span) is var words && words.From < place.End && place.From < words.End))
            .Select(claim => (place.Text, Name: Identity.Read(claim.Chain[^1].Name, default, false))))
            .Where(one => one.Name is not null).Select(one => (one.Text, one.Name!)),
    ];

    /// <summary>Places that go back to one origin, by text, and who is named for them.</summary>
    private sealed record Group(List<(int Text, int From, int End)> Places, List<(int Text, Identity Name)> Names)
    {
        /// <summary>The name that most reports give, in its shortest form.</summary>
        public Identity? Name { get; } = Names.Select(one => one.Name).DistinctBy(name => name.Shown)
            .OrderByDescending(name => Reports(Names, name)).ThenBy(name => name.Shown.Length).ThenBy(name => name.Shown, StringComparer.Ordinal).FirstOrDefault();

        public bool IsOneWith(Group other)
        {
            var (mine, theirs) = (Places.Select(place => place.Text).ToHashSet(), other.Places.Select(place => place.Text).ToHashSet());
            return (mine.SetEquals(theirs) && (Name is null || other.Name is null || Name.IsSameAs(other.Name)))
                || ((mine.IsSubsetOf(theirs) || theirs.IsSubsetOf(mine)) && Name is not null && other.Name is not null && Name.IsSameAs(other.Name))
                || (mine.Overlaps(theirs) && Name is not null && other.Name is not null && Name.IsSameAs(other.Name) && Reports(Names, Name) > 1 && Reports(other.Names, other.Name) > 1);
        }

        private static int Reports(List<(int Text, Identity Name)> names, Identity name) =>
            names.Where(one => one.Name.IsSameAs(name)).Select(one => one.Text).Distinct().Count();
    }

    private IEnumerable<int> Known(int text, (int From, int End) place) => _ofText[text].Where(i =>
        (Math.Min(_places[i].End, place.End) - Math.Max(_places[i].From, place.From)) * 2
        >= Math.Min(_places[i].End - _places[i].From, place.End - place.From));

    private int Place(int text, (int From, int End) place)
    {
        var known = Known(text, place).ToList();
        var own = known.FindIndex(i => _places[i] == (text, place.From, place.End)) is var at and >= 0 ? known[at] : -1;
        if (own < 0)
        {
            own = _places.Count;
            _places.Add((text, place.From, place.End));
            _parents.Add(own);
            _ofText[text].Add(own);
        }

        foreach (var other in known)
        {
            var (a, b) = (Root(own), Root(other));
            _parents[Math.Max(a, b)] = Math.Min(a, b);
        }

        return own;
    }

    private int Root(int place)
    {
        while (_parents[place] != place)
        {
            place = _parents[place] = _parents[_parents[place]];
        }

        return place;
    }
}
