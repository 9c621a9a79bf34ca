namespace Probatum.Web.Runs;

/// <summary>Places at which verbs work: so many at once, and fewer of one person. Whoever waits for a person holds none.</summary>
internal sealed class Places(int most, int mostOfOne)
{
    private readonly object _turn = new();
    private readonly Dictionary<string, int> _own = new(StringComparer.Ordinal);
    private int _taken;

    /// <summary>Takes a place until what this gives is disposed of.</summary>
    public IDisposable Take(string account)
    {
        Enter(account);
        return new Until(() => Leave(account));
    }

    /// <summary>Leaves a place until what this gives is disposed of.</summary>
    public IDisposable Aside(string account)
    {
        Leave(account);
        return new Until(() => Enter(account));
    }

    private void Enter(string account)
    {
        lock (_turn)
        {
            while (_taken >= most || _own.GetValueOrDefault(account) >= mostOfOne)
            {
                Monitor.Wait(_turn);
            }

            (_taken, _own[account]) = (_taken + 1, _own.GetValueOrDefault(account) + 1);
        }
    }

    private void Leave(string account)
    {
        lock (_turn)
        {
            (_taken, _own[account]) = (_taken - 1, _own[account] - 1);
            Monitor.PulseAll(_turn);
        }
    }

    private sealed class Until(Action then) : IDisposable
    {
        public void Dispose() => then();
    }
}
