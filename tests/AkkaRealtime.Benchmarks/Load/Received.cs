namespace AkkaRealtime.Benchmarks.Load;

/// <summary>
/// Which of a room's messages one connection has got: each exactly once, as it should be, or not. Their order may differ by as many messages as may be
/// in flight, since not every peer promises one.
/// </summary>
internal sealed class Received
{
    private const int Words = LoadRoom.MaxInFlight / 64;

    // A ring: the bits of the numbers above Low.
    private readonly ulong[] _got = new ulong[Words];

    /// <summary>Up to this number nothing is expected any more.</summary>
    public long Low { get; private set; }

    /// <summary>Messages that never came.</summary>
    public long Missing { get; private set; }

    /// <summary>Messages that came once more.</summary>
    public long Doubled { get; private set; }

    /// <summary>A message has come. False where it had come before.</summary>
    public bool Add(long number)
    {
        while (number - Low > LoadRoom.MaxInFlight)
            Step();
        if (number <= Low || Has(number))
        {
            Doubled++;
            return false;
        }

        Word(number) |= Bit(number);
        while (Has(Low + 1))
            Step();
        return true;
    }

    /// <summary>What has not come of all up to <paramref name="number"/> is missing.</summary>
    public void GiveUp(long number)
    {
        while (Low < number)
            Step();
    }

    private static ulong Bit(long number) => 1UL << (int)(number % 64);

    private ref ulong Word(long number) => ref _got[number / 64 % Words];

    private bool Has(long number) => (Word(number) & Bit(number)) != 0;

    private void Step()
    {
        Low++;
        if (!Has(Low))
            Missing++;
        Word(Low) &= ~Bit(Low);
    }
}
