using AkkaRealtime.Clustering;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Tests.Topics;
using Xunit.Abstractions;

namespace AkkaRealtime.Tests.Clustering;

/// <summary>
/// In a rolling update, nodes of the last release and of this tree talk to each other. <c>wire-0.1.txt</c> holds a message of each kind as 0.1 writes it, and each has to be
/// read here as what it said there. With the next release it is recorded anew, under that one's name:
/// <c>AKKAREALTIME_RECORD=1 dotnet test tests/AkkaRealtime.Tests --filter ReleasedWireSpecs</c>.
/// </summary>
public sealed class ReleasedWireSpecs(ITestOutputHelper output) : NodeSpec(output)
{
    // Members that came since: an older node says nothing of them, so they have to do without. Such as "RoomRequest.Trace".
    private static readonly string[] Since = [];

    private static readonly string Recording = Path.Combine(Checkout.Root, "tests", "AkkaRealtime.Tests", "Clustering", "wire-0.1.txt");

    [Fact]
    public void Should_understand_every_message_of_the_last_release()
    {
        if (Environment.GetEnvironmentVariable("AKKAREALTIME_RECORD") == "1")
            File.WriteAllLines(Recording, NodeManifests.All.OrderBy(m => m.Name, StringComparer.Ordinal).SelectMany(m => Sample.All(m.Type).Select(s => $"{m.Name} {Convert.ToBase64String(m.Write(s))}")).Distinct());

        var serializer = (NodeSerializer)Sys.Serialization.FindSerializerForType(typeof(EncodedEnvelope));
        var faults = new List<string>();
        foreach (var line in File.ReadLines(Recording))
        {
            var said = line.Split(' ');
            var read = serializer.FromBinary(Convert.FromBase64String(said[1]), said[0]);
            if (read is UnknownMessage)
                faults.Add($"{said[0]}: nobody knows it any more");
            else if (Lost(read) is { Count: > 0 } lost)
                faults.Add($"{said[0]}: {string.Join(", ", lost)}");
        }

        Assert.True(faults.Count == 0, $"What a node of the last release says is not understood as it was said:\n{string.Join('\n', faults)}");
    }

    // Samples are made alike at all times, so what was read is one of today's.
    private static List<string> Lost(object read) => Sample.All(read.GetType())
        .Select(today => Sample.Differences(today, read, read.GetType().Name).Except(Since, StringComparer.Ordinal).ToList())
        .MinBy(differences => differences.Count)!;
}
