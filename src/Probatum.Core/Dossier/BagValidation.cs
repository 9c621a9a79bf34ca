using System.Collections.Immutable;
using System.Globalization;
using Probatum.Ledger;

namespace Probatum.Core.Dossier;

/// <summary>Something in a bag that is not as BagIt has it.</summary>
/// <param name="Code">A stable code such as <c>bagit/missing</c>.</param>
/// <param name="Why">A sentence for a person; names of files stand in it as they are.</param>
public sealed record BagRemark(string Code, string Why);

/// <summary>What BagIt alone says of a bag, whoever made it and whatever it holds.</summary>
/// <param name="Version">The version that the bag declares; empty where the declaration can't be read.</param>
/// <param name="Faults">Why it is not valid; empty for a valid bag.</param>
/// <param name="Warnings">What another system could take otherwise.</param>
/// <param name="Files">The number of payload files.</param>
/// <param name="Octets">Their length together in bytes.</param>
/// <param name="Digests">SHA-256 and length of every payload file, where a manifest asked for that digest.</param>
public sealed record BagValidation(
    string Version, ImmutableArray<BagRemark> Faults, ImmutableArray<BagRemark> Warnings, int Files, long Octets,
    IReadOnlyDictionary<string, (string Sha256, long Length)> Digests)
{
    /// <summary>True when the bag is complete and every file has its digests.</summary>
    public bool IsValid => Faults.IsEmpty;

    /// <summary>Judges a bag by RFC 8493, or by the draft that it declares (0.93 to 0.97).</summary>
    /// <remarks>Total over whatever the bag holds. Payload files are read once, several at a time; nothing is fetched.</remarks>
    public static BagValidation Of(IBagReader bag, IProgress<double>? progress = null) => new Validating(bag, progress).Run();

    /// <summary>The verdict as one check of a dossier.</summary>
    internal Check ToCheck() => IsValid
        ? new("bag/valid", Outcome.Holds, string.Create(CultureInfo.InvariantCulture, $"a valid BagIt {Version} bag: {Files} payload files, {Octets} bytes{Warned()}"))
        : new("bag/valid", Outcome.Fails, Faults[0].Why + DossierVerifier.More(Faults.Length));

    private string Warned() => Warnings.IsEmpty ? "" : $"; warning: {Warnings[0].Why}{DossierVerifier.More(Warnings.Length)}";

    /// <summary>One manifest: which digest, and what it lists.</summary>
    private sealed record Manifest(string Name, BagAlgorithm Algorithm, Dictionary<string, string> Lines);

    private sealed class Validating(IBagReader bag, IProgress<double>? progress)
    {
        private static readonly string[] SystemFiles = [".DS_Store", "Thumbs.db", "desktop.ini"];

        private readonly List<BagRemark> _faults = [];
        private readonly List<BagRemark> _warnings = [];
        private readonly IReadOnlySet<string> _paths = bag.Paths as IReadOnlySet<string> ?? bag.Paths.ToHashSet(StringComparer.Ordinal);
        private readonly Dictionary<string, (string Sha256, long Length)> _digests = new(StringComparer.Ordinal);
        private BagDeclaration? _declaration;
        private long _octets;
        private bool _lacksSystemFiles;

        private bool IsFinal => _declaration!.IsFinal;

        public BagValidation Run()
        {
            var (payload, tags) = (new List<string>(_paths.Count), new List<string>());
            foreach (var path in _paths)
            {
                (IsPayload(path) ? payload : tags).Add(path);
            }

            if (Text(BagLayout.Declaration) is not { } bytes)
            {
                Fault("bagit/declaration", "bagit.txt is missing: this is no bag");
            }
            else if (!BagDeclaration.TryRead(bytes.Span, out _declaration, out var fault))
            {
                _declaration = null;
                Fault(fault.Code, fault.Why);
            }

            if (_declaration is not null)
            {
                List<Manifest> manifests = [];
                FileDigests.Whole(() => Parallel.Invoke(
                    () => manifests = Manifests("manifest-", tags),
                    () =>
                    {
                        Names(payload);
                        payload.Sort(StringComparer.Ordinal);
                    }));
                _digests.EnsureCapacity(payload.Count);
                Fetch(manifests);
                var digesting = new Digesting(this, manifests, payload, progress);
                FileDigests.Take(digesting);
                Complete(manifests, payload, digesting.Listings);
                var tagManifests = Manifests("tagmanifest-", tags);
                TagFiles(tagManifests);
                FileDigests.Take(new Digesting(this, tagManifests, tags, null));
                Oxum(payload.Count);
            }

            return new(
                _declaration?.Version ?? "", [.. _faults.OrderBy(fault => fault.Why, StringComparer.Ordinal)],
                [.. _warnings.OrderBy(warning => warning.Why, StringComparer.Ordinal)], payload.Count, _octets, _digests);
        }

        private static bool IsPayload(string path) => path.StartsWith("data/", StringComparison.Ordinal);

        private void Fault(string code, string why)
        {
            lock (_faults)
            {
                _faults.Add(new(code, why));
            }
        }

        private void Warn(string code, string why) => _warnings.Add(new(code, why));

        /// <summary>What lies in the bag has names that lead nowhere else, and is a file.</summary>
        private void Names(List<string> payload)
        {
            foreach (var path in _paths.Where(path => !BagLines.StaysInside(path)))
            {
                Fault("bagit/path", $"{path}: the name leads out of the bag");
            }

            foreach (var other in bag.NotFiles.Where(other => other.What == "link"))
            {
                Fault("bagit/link", $"{other.Path} is a link, which is not followed");
            }

            if (payload.Count == 0 && !bag.NotFiles.Any(other => other.Path == "data"))
            {
                Fault("bagit/payload", "the folder data is missing");
            }
        }

        private List<Manifest> Manifests(string prefix, List<string> tags)
        {
            var manifests = new List<Manifest>();
            foreach (var name in tags.Where(path => path.StartsWith(prefix, StringComparison.Ordinal) && path.EndsWith(".txt", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
            {
                var algorithm = BagAlgorithm.All.FirstOrDefault(known => known.Name == name[prefix.Length..^4].Replace("-", "", StringComparison.Ordinal));
                if (algorithm is null)
                {
                    Warn("bagit/algorithm", $"{name} uses a digest that is not known here and was not checked");
                }
                else
                {
                    manifests.Add(new(name, algorithm, Lines(name, algorithm, prefix == "manifest-")));
                }
            }

            if (manifests.Count == 0 && prefix == "manifest-")
            {
                Fault("bagit/manifest", "there is no payload manifest that can be checked");
            }

            return manifests;
        }

        private Dictionary<string, string> Lines(string name, BagAlgorithm algorithm, bool isPayload)
        {
            var lines = new Dictionary<string, string>(isPayload ? _paths.Count : 0, StringComparer.Ordinal);
            foreach (var (number, text) in TagLines(name))
            {
                if (!BagLines.TryManifest(text.Span, algorithm.Length, out var line))
                {
                    Fault("bagit/manifest", $"{name}, line {number}: is not a digest of {algorithm.Name} and a path");
                    continue;
                }

                if (line.HasStar)
                {
                    Warn("bagit/star", $"{name}, line {number}: an asterisk stands before the path, as md5sum writes it");
                }

                var path = Named(line.Path, name, number);
                if (!BagLines.StaysInside(path) || IsPayload(path) != isPayload)
                {
                    Fault("bagit/path", $"{name}, line {number}: {path} is outside of {(isPayload ? "the payload" : "the tag files")}");
                }
                else if (!lines.TryAdd(path, line.Digest))
                {
                    var isSame = lines[path] == line.Digest;
                    if (isSame && !IsFinal)
                    {
                        Warn("bagit/twice", $"{name}, line {number}: {path} is listed twice");
                    }
                    else
                    {
                        Fault("bagit/twice", $"{name}, line {number}: {path} is listed twice{(isSame ? "" : " with different digests")}");
                    }
                }
            }

            return lines;
        }

        /// <summary>The file that a line of a manifest names.</summary>
        private string Named(string written, string name, int number)
        {
            var path = written;
            while (path.StartsWith("./", StringComparison.Ordinal))
            {
                path = path[2..];
            }

            if (path.Length != written.Length)
            {
                Warn("bagit/dot", $"{name}, line {number}: the path begins with './'");
            }

            var decoded = BagLines.Decode(path, IsFinal);
            if (decoded == path || _paths.Contains(decoded) || !_paths.Contains(path))
            {
                return decoded;
            }

            Warn("bagit/percent", $"{name}, line {number}: a percent sign of {path} is not written %25");
            return path;
        }

        private IEnumerable<(int Number, ReadOnlyMemory<char> Line)> TagLines(string name)
        {
            if (Text(name) is not { } bytes)
            {
                Fault("bagit/long", $"{name} can't be read, or is longer than {DossierVerifier.LongestTagFile} bytes");
                return [];
            }

            if (!TagText.TryDecode(bytes.Span, _declaration!.Encoding, out var text))
            {
                Fault("bagit/encoding", $"{name} is not in the encoding that the bag declares");
                return [];
            }

            return TagText.Lines(text);
        }

        /// <summary>Every payload file is listed, and everything listed is there.</summary>
        private void Complete(List<Manifest> manifests, List<string> payload, int[] listings)
        {
            if (manifests.Count == 0)
            {
                return;
            }

            var found = 0;
            for (var i = 0; i < payload.Count; i++)
            {
                var (path, lists) = (payload[i], listings[i]);
                found += lists;
                if (lists == 0 || (IsFinal && lists < manifests.Count))
                {
                    Fault("bagit/extra", lists == 0 ? $"{path} is in no manifest" : $"{path} is not in every manifest");
                }
            }

            if (found == manifests.Sum(manifest => manifest.Lines.Count))
            {
                return;
            }

            foreach (var manifest in manifests)
            {
                var gone = manifest.Lines.Where(line => !_paths.Contains(line.Key)).ToList();
                var there = manifest.Lines.Where(line => _paths.Contains(line.Key)).ToLookup(line => line.Value, line => line.Key);
                foreach (var (path, digest) in gone)
                {
                    Missing(manifest.Name, path, there[digest].FirstOrDefault(other => NameForms.AreOne(path, other)));
                }
            }
        }

        /// <summary>A file is listed and absent. Drafts let pass what systems hide, and two spellings of one name with one content.</summary>
        private void Missing(string manifest, string path, string? sameFile)
        {
            if (!IsFinal && SystemFiles.Contains(path[(path.LastIndexOf('/') + 1)..]))
            {
                _lacksSystemFiles = true;
                Warn("bagit/system-file", $"{path}, which {manifest} lists, is missing; systems make and remove such files");
            }
            else if (!IsFinal && sameFile is not null)
            {
                Warn("bagit/spelling", $"{manifest} lists {path} and {sameFile}, which some systems take for one name; only the second is there");
            }
            else
            {
                Fault("bagit/missing", $"{path}, which {manifest} lists, is missing");
            }
        }

        private void Fetch(List<Manifest> manifests)
        {
            if (!_paths.Contains("fetch.txt"))
            {
                return;
            }

            foreach (var (number, text) in TagLines("fetch.txt"))
            {
                if (!BagLines.TryFetch(text.ToString(), out var path))
                {
                    Fault("bagit/fetch", $"fetch.txt, line {number}: is not an address, a length or '-', and a path");
                    continue;
                }

                path = Named(path, "fetch.txt", number);
                if (!BagLines.StaysInside(path) || !IsPayload(path))
                {
                    Fault("bagit/path", $"fetch.txt, line {number}: {path} is outside of the payload");
                }
                else if (!manifests.Any(manifest => manifest.Lines.ContainsKey(path)) || (IsFinal && !manifests.All(manifest => manifest.Lines.ContainsKey(path))))
                {
                    Fault("bagit/fetch", $"fetch.txt, line {number}: {path} is not in every manifest");
                }
            }
        }

        private Stream? Open(string path)
        {
            var stream = bag.Open(path);
            if (stream is null)
            {
                Fault("bagit/unreadable", $"{path} is a link or no plain file, or can't be opened");
            }

            return stream;
        }

        private bool TryDigest(string path, Span<byte> sha256, out long length) => bag.TryDigest(path, sha256, out length);

        private void Keep(string path, string? sha256, long length)
        {
            lock (_digests)
            {
                _octets += length;
                if (sha256 is not null)
                {
                    _digests[path] = (sha256, length);
                }
            }
        }

        private void Compare(string path, Manifest manifest, string digest, string listed)
        {
            if (digest != listed)
            {
                Fault("bagit/digest", $"{path} has not the {manifest.Algorithm.Name} digest that {manifest.Name} lists: one of the two was changed");
            }
        }

        private void TagFiles(List<Manifest> tagManifests)
        {
            foreach (var manifest in tagManifests)
            {
                foreach (var path in manifest.Lines.Keys.Where(path => !_paths.Contains(path)))
                {
                    Fault("bagit/missing", $"{path}, which {manifest.Name} lists, is missing");
                }

                if (manifest.Lines.Keys.FirstOrDefault(path => path.StartsWith("tagmanifest-", StringComparison.Ordinal)) is { } own)
                {
                    Fault("bagit/manifest", $"{manifest.Name} lists {own}; no tag manifest lists one");
                }
            }
        }

        /// <summary>The payload's length and number of files, where the bag's metadata state them (RFC 8493 section 2.2.2).</summary>
        private void Oxum(int files)
        {
            var name = _declaration is { Major: 0, Minor: < 96 } ? "package-info.txt" : BagLayout.Info;
            if (!_paths.Contains(name))
            {
                return;
            }

            foreach (var (number, text) in TagLines(name))
            {
                var line = text.ToString();
                var colon = line.IndexOf(':', StringComparison.Ordinal);
                if (colon <= 0 && !char.IsWhiteSpace(line[0]))
                {
                    Fault("bagit/metadata", $"{name}, line {number}: is neither 'Label: value' nor the continuation of one");
                }
                else if (colon > 0 && !_lacksSystemFiles && line[..colon].Trim().Equals("Payload-Oxum", StringComparison.OrdinalIgnoreCase)
                    && line[(colon + 1)..].Trim() != string.Create(CultureInfo.InvariantCulture, $"{_octets}.{files}"))
                {
                    Fault("bagit/oxum", string.Create(CultureInfo.InvariantCulture, $"{name}, line {number}: the payload has {_octets} bytes in {files} files, which is not the Payload-Oxum stated"));
                }
            }
        }

        private ReadOnlyMemory<byte>? Text(string path)
        {
            try
            {
                return BagTexts.Read(bag, path);
            }
            catch (InvalidDataException)
            {
                return null;
            }
        }

        /// <summary>Hashes every file with what its manifests ask for, and compares.</summary>
        private sealed class Digesting(Validating bag, List<Manifest> manifests, List<string> files, IProgress<double>? shown) : IFilesToHash<int>
        {
            private readonly bool _wantsSha256 = manifests.Any(IsSha256);

            // What else is computed of a file while it is read, in the order of the manifests that list it.
            private readonly List<IRunningHash>?[] _others = new List<IRunningHash>?[manifests.All(IsSha256) ? 0 : files.Count];
            private int _done;

            /// <summary>How many of the manifests list each file.</summary>
            public int[] Listings { get; } = new int[files.Count];

            public IEnumerable<int> Files => Enumerable.Range(0, files.Count);

            public Stream? Open(int file)
            {
                var path = files[file];
                foreach (var manifest in manifests)
                {
                    Listings[file] += manifest.Lines.ContainsKey(path) ? 1 : 0;
                }

                if ((Listings[file] == 0 && !IsPayload(path)) || IsDigested(file, path) || bag.Open(path) is not { } content)
                {
                    Show();
                    return null;
                }

                if (_others.Length == 0)
                {
                    return content;
                }

                var others = manifests.Where(manifest => !IsSha256(manifest) && manifest.Lines.ContainsKey(path)).Select(manifest => manifest.Algorithm.New()).ToList();
                _others[file] = others;
                return new PassingStream(
                    content,
                    bytes =>
                    {
                        foreach (var hash in others)
                        {
                            hash.Append(bytes);
                        }
                    },
                    null);
            }

            /// <summary>Whether the bag has the digest already, and nobody asks for another; then it is taken.</summary>
            private bool IsDigested(int file, string path)
            {
                Span<byte> sha256 = stackalloc byte[Hash256.Length];
                try
                {
                    if (_others.Length > 0 || !bag.TryDigest(path, sha256, out var length))
                    {
                        return false;
                    }

                    Take(file, sha256, length);
                }
                catch (InvalidDataException e)
                {
                    bag.Fault("bagit/unreadable", e.Message);
                }

                return true;
            }

            public void Done(int file, ReadOnlySpan<byte> sha256, long length)
            {
                Take(file, sha256, length);
                Show();
            }

            private void Take(int file, ReadOnlySpan<byte> sha256, long length)
            {
                var path = files[file];
                Span<char> hex = stackalloc char[2 * Hash256.Length];
                Convert.TryToHexStringLower(sha256, hex, out _);
                string? found = null;
                var other = 0;
                foreach (var manifest in manifests)
                {
                    if (!manifest.Lines.TryGetValue(path, out var listed))
                    {
                        continue;
                    }

                    if (IsSha256(manifest))
                    {
                        found = hex.SequenceEqual(listed) ? listed : hex.ToString();
                        bag.Compare(path, manifest, found, listed);
                    }
                    else
                    {
                        using var hash = _others[file]![other++];
                        bag.Compare(path, manifest, hash.Hex(), listed);
                    }
                }

                if (IsPayload(path))
                {
                    bag.Keep(path, found ?? (_wantsSha256 ? hex.ToString() : null), length);
                }
            }

            public void Refuse(int file, InvalidDataException why)
            {
                bag.Fault("bagit/unreadable", why.Message);
                Show();
            }

            private static bool IsSha256(Manifest manifest) => manifest.Algorithm.Name == "sha256";

            private void Show() => shown?.Report((double)Interlocked.Increment(ref _done) / files.Count);
        }
    }
}
