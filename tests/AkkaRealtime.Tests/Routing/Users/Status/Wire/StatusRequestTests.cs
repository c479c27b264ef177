using System.Text;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Users.Status;
using AkkaRealtime.Routing.Users.Status.Wire;

namespace AkkaRealtime.Tests.Routing.Users.Status.Wire;

public sealed class StatusRequestTests
{
    private static readonly RequestCatalog Catalog = new(StatusRequests.Types);

    [Theory]
    [InlineData("status.set", """{"status":"online"}""")]
    [InlineData("status.set", """{"status":"invisible","text":"","emoji":"","clearAt":"2026-01-01T12:00:00.000Z"}""")]
    [InlineData("status.set", """{"status":"busy","clearAt":"2026-01-01T14:00:00+02:00"}""")]
    [InlineData("status.set", """{"status":"busy","ref":"1","newer":true}""")]
    [InlineData("status.zone", """{"zone":"America/Argentina/Buenos_Aires"}""")]
    [InlineData("status.zone", """{"zone":""}""")]
    [InlineData("status.quiet", """{"hours":{"from":"22:00","to":"07:00","days":[1,7],"zone":"Europe/Berlin"}}""")]
    [InlineData("status.quiet", "{}")]
    [InlineData("status.skip-quiet", """{"on":true}""")]
    [InlineData("status.activity", """{"idle":true,"zone":"Etc/GMT+3"}""")]
    [InlineData("status.activity", """{"idle":true}""")]
    [InlineData("status.subscribe", """{"users":[]}""")]
    [InlineData("status.subscribe", """{"users":["bob","a.b:c@d-e_f"]}""")]
    [InlineData("status.get", """{"users":["bob"]}""")]
    public void TryDecode_WellFormed_IsTaken(string type, string data) => Assert.Null(Decode(type, data));

    [Theory]
    [InlineData("status.set", "{}", "status")]
    [InlineData("status.set", """{"status":"offline"}""", "status")]
    [InlineData("status.set", """{"status":"Busy"}""", "status")]
    [InlineData("status.set", """{"status":1}""", "status")]
    [InlineData("status.set", """{"status":"busy","text":7}""", "text")]
    [InlineData("status.set", """{"status":"busy","clearAt":"tomorrow"}""", "clearAt")]
    [InlineData("status.set", """{"status":"busy","clearAt":"2026-01-01T12:00:00"}""", "clearAt")]
    [InlineData("status.set", """{"status":"busy","clearAt":"2026-01-01"}""", "clearAt")]
    [InlineData("status.zone", "{}", "zone")]
    [InlineData("status.zone", """{"zone":"Europe/<b>"}""", "zone")]
    [InlineData("status.zone", """{"zone":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"}""", "zone")]
    [InlineData("status.skip-quiet", "{}", "on")]
    [InlineData("status.quiet", """{"hours":{"to":"07:00","days":[1],"zone":"Europe/Berlin"}}""", "hours")]
    [InlineData("status.quiet", """{"hours":{"from":"24:00","to":"07:00","days":[1],"zone":"Europe/Berlin"}}""", "hours")]
    [InlineData("status.quiet", """{"hours":{"from":"22:00","to":"07:00","days":[0],"zone":"Europe/Berlin"}}""", "hours")]
    [InlineData("status.quiet", """{"hours":{"from":"22:00","to":"07:00","days":[],"zone":"Europe/Berlin"}}""", "hours")]
    [InlineData("status.quiet", """{"hours":{"from":"22:00","to":"07:00","days":[1],"zone":"Mars/Olympus"}}""", "hours")]
    [InlineData("status.quiet", """{"hours":{"from":"22:00","to":"07:00","days":[1]}}""", "hours")]
    [InlineData("status.activity", """{"idle":true,"zone":""}""", "zone")]
    [InlineData("status.activity", "{}", "idle")]
    [InlineData("status.activity", """{"idle":"yes"}""", "idle")]
    [InlineData("status.subscribe", "{}", "users")]
    [InlineData("status.subscribe", """{"users":"bob"}""", "users")]
    [InlineData("status.subscribe", """{"users":["bob",null]}""", "users")]
    [InlineData("status.subscribe", """{"users":["bob",""]}""", "users")]
    [InlineData("status.get", """{"users":["no spaces"]}""", "users")]
    [InlineData("status.get", "{}", "users")]
    public void TryDecode_WrongMember_IsNamed(string type, string data, string field)
    {
        var error = Decode(type, data);
        Assert.Equal((ErrorCode.BadRequest, field), (error!.Code, error.Field));
    }

    [Theory]
    [InlineData(140, 32, null)]
    [InlineData(141, 32, "text")]
    [InlineData(140, 33, "emoji")]
    public void Validate_Lengths_AreLimited(int text, int emoji, string? field) =>
        Assert.Equal(field, new StatusSetRequest("busy", new string('t', text), new string('e', emoji), null).Validate()?.Field);

    [Theory]
    [InlineData(1_000, null)]
    [InlineData(1_001, "users")]
    public void Validate_NumberOfUsers_IsLimited(int count, string? field)
    {
        var users = Enumerable.Range(0, count).Select(i => new UserId($"u{i}")).ToList();
        Assert.Equal(field, new StatusSubscribeRequest(users).Validate()?.Field);
        Assert.Equal(field, new StatusGetRequest(users).Validate()?.Field);
    }

    [Fact]
    public void From_EmptyTexts_AreNone() => Assert.Equal(
        new StatusChoice(ChosenStatus.Away),
        StatusChoice.From(new StatusSetRequest("away", "", "", null)));

    [Fact]
    public void ValidateAt_ClearAt_MustLieInTheFuture()
    {
        var now = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        Assert.Equal("clearAt", new StatusSetRequest("away", null, null, now).ValidateAt(now)?.Field);
        Assert.Null(new StatusSetRequest("away", null, null, now.AddMilliseconds(1)).ValidateAt(now));
        Assert.Null(new StatusSetRequest("away", null, null, null).ValidateAt(now));
    }

    private static RequestError? Decode(string type, string data)
    {
        Catalog.TryDecode(new ReceivedEnvelope(type, null, Encoding.UTF8.GetBytes(data)), out _, out _, out var error);
        return error;
    }
}
