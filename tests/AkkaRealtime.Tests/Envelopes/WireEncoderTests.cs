using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using AkkaRealtime.Envelopes;
using CsCheck;

namespace AkkaRealtime.Tests.Envelopes;

public sealed class WireEncoderTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("ü 中 \u2028 </script>", "ü 中 \u2028 </script>")]
    [InlineData("👍🏽 👨‍👩‍👧 𝒳", "👍🏽 👨‍👩‍👧 𝒳")]
    [InlineData("a\"b\\c\n\t\r\b\f", """a\"b\\c\n\t\r\b\f""")]
    [InlineData("\u0000\u001f\u007f", """\u0000\u001f\u007f""")]
    public void Write_EscapesWhatJsonAsksFor_AndNothingElse(string text, string expected)
    {
        Assert.Equal($"\"{expected}\"", Written(w => w.WriteStringValue(text)));
        Assert.Equal($"\"{expected}\"", Written(w => w.WriteStringValue(Encoding.UTF8.GetBytes(text))));
    }

    [Theory]
    [InlineData("\ud83d")]
    [InlineData("a\ude00b")]
    [InlineData("\ude00\ud83d\"")]
    public void Write_HalfAPair_IsAReplacement(string text)
    {
        var written = Written(w => w.WriteStringValue(text));
        Assert.Equal(new string([.. text.Select(c => char.IsSurrogate(c) ? '\ufffd' : c)]), JsonDocument.Parse(written).RootElement.GetString());
    }

    [Fact]
    public void Write_AnyText_IsReadBackAsItWas() =>
        Gen.OneOf(Gen.Char, Gen.Char["\"\\\n😀é\u2028\ud83d\ude00"]).Array[0, 60].Sample(chars =>
        {
            var text = new string(chars);
            Assert.Equal(Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)), JsonDocument.Parse(Written(w => w.WriteStringValue(text))).RootElement.GetString());
        });

    [Fact]
    public void Encode_IntoALittleRoom_SaysThatItIsTooSmall_AndLosesNothing()
    {
        TextEncoder encoder = new WireEncoder();
        var text = "ab\"cd😀\n";
        for (var room = 0; room < 10; room++)
        {
            var output = new char[room];
            encoder.Encode(text, output, out var consumed, out var written);
            Assert.Equal(Escaped(text[..consumed]), new string(output, 0, written));
        }
    }

    private static string Escaped(string text) => Written(w => w.WriteStringValue(text))[1..^1];

    private static string Written(Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Encoder = WireJson.Encoder }))
            write(writer);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
