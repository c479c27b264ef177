using System.Text;
using System.Text.Json;
using AkkaRealtime.Routing.Chat.Wire;
using CsCheck;

namespace AkkaRealtime.Tests.Routing.Chat.Wire;

// The way by hand has to be the usual way, whatever a client sends.
public sealed class SendTextTests
{
    private static readonly Gen<string> Name = OneOf("room", "key", "text", "replyTo", "thread", "ref", "mentions", "attachments", "Text", "te\\u0078t", "unknown", "");

    private static readonly Gen<string> Value = Gen.OneOf(
        OneOf("null", "1", "true", "[]", "{}", "[\"bob\"]", "[null]", "[{\"id\":\"f\"}]", "{\"a\":[1]}", "\"a\\n\\\"\\\\\\/\\u00e9\\ud83d\\ude00\"", "\"\"", "\"Zoë 東京 👍\""),
        Gen.String.Select(s => JsonSerializer.Serialize(s)));

    private static readonly Gen<string> Data = Gen.Select(Name, Value, (name, value) => $"\"{name}\": {value}").List[0, 8].Select(members => $" {{ {string.Join(" , ", members)} }} ");

    [Fact]
    public void Decode_Anything_IsWhatTheUsualWayMakesOfIt() => Data.Sample(
        data => Assert.Equal(Result(() => JsonSerializer.Deserialize(data, ChatJson.Default.ChatSendRequest)), Result(() => SendText.Decode(Encoding.UTF8.GetBytes(data)))),
        iter: 3_000,
        threads: 1);

    [Theory]
    [InlineData("""{"room":"r","key":"k","text":"Zo\u00eb schrieb: \"東京\""}""")]
    [InlineData("""{"ref":"1","room":"r","key":"k","text":"t","replyTo":"m1","thread":"m2"}""")]
    public void ByHand_APlainMessage_IsByHand(string data) => Assert.NotNull(SendText.ByHand(Encoding.UTF8.GetBytes(data)));

    [Theory]
    [InlineData("""{"room":"r","key":"k","text":"t","mentions":["bob"]}""")]
    [InlineData("""{"room":"r","key":"k","text":"t","data":{"text":"u"}}""")]
    [InlineData("""{"room":"r","key":"k","text":"t","text":"u"}""")]
    [InlineData("""{"room":"r","key":"k","text":null}""")]
    [InlineData("""{"room":"r","key":"k","Text":"t"}""")]
    public void ByHand_AnythingElse_IsLeftToTheUsualWay(string data) => Assert.Null(SendText.ByHand(Encoding.UTF8.GetBytes(data)));

    private static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    // Lists are told apart by what they hold.
    private static string Result(Func<ChatSendRequest?> decode)
    {
        try
        {
            return JsonSerializer.Serialize(decode(), ChatJson.Default.ChatSendRequest);
        }
        catch (JsonException e)
        {
            return $"at {e.Path}";
        }
    }
}
