using System.Text;
using AkkaRealtime.Framing;
using CsCheck;

namespace AkkaRealtime.Tests.Framing;

public sealed class FrameReaderProperties
{
    private static readonly Gen<string> Texts = Gen.OneOf(
        Gen.String[0, 40],
        Gen.String[Gen.Char['a', 'z'], 100, 300],
        Gen.Int[0, 4].Select(i => new[] { "", "ü", "€", "😀", "a😀b" }[i]))
        .Select(t => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(t)));

    private static readonly Gen<(string Text, double[] Cuts, bool Ping)> Messages =
        Gen.Select(Texts, Gen.Double[0, 1].Array[0, 4], Gen.Bool);

    [Fact]
    public void Read_AnyFragmentationOfAnyMessages_GivesTheSame() =>
        Gen.Select(Messages.Array[0, 8], Gen.Int[1, 97], Gen.Bool).Sample((messages, step, whole) =>
        {
            var expected = new List<string>();
            var stream = new List<byte>();
            foreach (var (text, cuts, ping) in messages)
            {
                var payload = Encoding.UTF8.GetBytes(text);
                var at = cuts.Select(c => (int)(c * payload.Length)).Order().ToArray();
                var fragments = ClientFrames.Fragments(payload, at).ToList();
                foreach (var (i, fragment) in fragments.Index())
                {
                    if (ping)
                    {
                        stream.AddRange(ClientFrames.Frame(Opcode.Ping, [(byte)('0' + i)]));
                        expected.Add("ping:" + i);
                    }

                    stream.AddRange(fragment);
                }

                expected.Add("text:" + text);
            }

            stream.AddRange(ClientFrames.Close(1000));
            expected.Add("close:1000");
            byte[][] pieces = whole ? [[.. stream]] : [.. stream.Chunk(step)];
            Assert.Equal(expected, FrameReading.Read(pieces));
        });

    [Fact]
    public void Read_AnyBytesAtAll_NeitherThrowsNorDependsOnHowTheyAreCut() =>
        Gen.Select(Gen.Byte.Array[0, 200], Gen.Int[1, 20]).Sample((bytes, step) =>
        {
            // The text bit pattern at the start gets further than chance does.
            byte[] stream = [0x81, .. bytes];
            var whole = FrameReading.Read(stream);
            var cut = FrameReading.Read([.. stream.Chunk(step)]);
            Assert.Equal(UpToFault(whole), UpToFault(cut));
        });

    private static IEnumerable<string> UpToFault(List<string> found)
    {
        var fault = found.FindIndex(f => f.StartsWith("fault", StringComparison.Ordinal));
        return fault < 0 ? found : found.Take(fault + 1);
    }
}
