using System.Runtime.ExceptionServices;

namespace Probatum.Core.Dossier;

/// <summary>Writes the payload of a bag: several files at a time, hashed on the way.</summary>
public static class BagSealing
{
    /// <summary>Writes every file, in this order, and tells the digest and length of each; the streams are closed.</summary>
    /// <remarks>
    /// The sequence is drawn lazily: no more files are open at once than are being written, and some long ones that wait for
    /// others of their length.
    /// </remarks>
    /// <exception cref="IOException">A file changed its length while it was read.</exception>
    public static IReadOnlyList<(string Path, string Sha256, long Length)> Write(IBagWriter bag, IEnumerable<(string Path, Stream Content)> files)
    {
        var sealing = new Sealing(bag, files);
        FileDigests.Take(sealing);
        return sealing.Written;
    }

    private sealed class Sealing(IBagWriter bag, IEnumerable<(string Path, Stream Content)> files) : IFilesToHash<(int Index, string Path, Stream Content)>
    {
        public List<(string Path, string Sha256, long Length)> Written { get; } = [];

        public IEnumerable<(int Index, string Path, Stream Content)> Files
        {
            get
            {
                foreach (var (path, content) in files)
                {
                    lock (Written)
                    {
                        Written.Add(default);
                    }

                    var to = bag.Create(path, content.Length);
                    yield return (Written.Count - 1, path, new PassingStream(content, to.Write, to));
                }
            }
        }

        public Stream Open((int Index, string Path, Stream Content) file) => file.Content;

        public void Done((int Index, string Path, Stream Content) file, ReadOnlySpan<byte> sha256, long length)
        {
            lock (Written)
            {
                Written[file.Index] = (file.Path, Convert.ToHexStringLower(sha256), length);
            }
        }

        public void Refuse((int Index, string Path, Stream Content) file, InvalidDataException why) => ExceptionDispatchInfo.Throw(why);
    }
}
