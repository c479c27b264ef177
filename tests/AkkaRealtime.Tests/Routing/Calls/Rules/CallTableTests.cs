using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Calls.Rules;
using AkkaRealtime.Routing.Calls.Wire;
using AkkaRealtime.Routing.Users.Ringing;

namespace AkkaRealtime.Tests.Routing.Calls.Rules;

/// <summary>
/// Every request in every state, by everybody. A cell is the refusal's code; or <c>=</c>, granted and nothing changed; or the state
/// afterwards with the number of participants; or the end and its reason.
/// </summary>
public sealed class CallTableTests
{
    // Alice is the host. In the calls of two, Carol and Dave have nothing to do with it; in those of the group, Carol is rung and Dave is a
    // member that is not. "bob2" is Bob on another device, "tab2" Bob's second tab on the same one. Who joins or starts is a member of the
    // room: the owner asks the room before it asks the call.
    private const string Table = """
        request       | ringing one | ringing group | active one     | active group | ended
        accept alice  | =           | =             | =              | =            | conflict
        accept bob    | active 2    | active 2      | =              | =            | conflict
        accept bob2   | active 2    | active 2      | conflict       | conflict     | conflict
        accept tab2   | active 2    | active 2      | conflict       | conflict     | conflict
        accept carol  | forbidden   | active 2      | forbidden      | active 3     | conflict
        accept dave   | forbidden   | forbidden     | forbidden      | forbidden    | conflict
        decline alice | forbidden   | forbidden     | forbidden      | forbidden    | =
        decline bob   | declined    | ringing 1     | conflict       | conflict     | =
        decline bob2  | declined    | ringing 1     | conflict       | conflict     | =
        decline tab2  | declined    | ringing 1     | conflict       | conflict     | =
        decline carol | forbidden   | ringing 1     | forbidden      | active 2     | =
        decline dave  | forbidden   | forbidden     | forbidden      | forbidden    | =
        cancel alice  | cancelled   | cancelled     | hangup         | active 1     | =
        cancel bob    | forbidden   | forbidden     | forbidden      | forbidden    | =
        cancel bob2   | forbidden   | forbidden     | forbidden      | forbidden    | =
        cancel tab2   | forbidden   | forbidden     | forbidden      | forbidden    | =
        cancel carol  | forbidden   | forbidden     | forbidden      | forbidden    | =
        cancel dave   | forbidden   | forbidden     | forbidden      | forbidden    | =
        leave alice   | cancelled   | cancelled     | hangup         | active 1     | =
        leave bob     | forbidden   | forbidden     | hangup         | active 1     | =
        leave bob2    | forbidden   | forbidden     | forbidden      | forbidden    | =
        leave tab2    | forbidden   | forbidden     | hangup         | active 1     | =
        leave carol   | forbidden   | forbidden     | forbidden      | forbidden    | =
        leave dave    | forbidden   | forbidden     | forbidden      | forbidden    | =
        end alice     | host        | host          | host           | host         | =
        end bob       | forbidden   | forbidden     | forbidden      | forbidden    | =
        end bob2      | forbidden   | forbidden     | forbidden      | forbidden    | =
        end tab2      | forbidden   | forbidden     | forbidden      | forbidden    | =
        end carol     | forbidden   | forbidden     | forbidden      | forbidden    | =
        end dave      | forbidden   | forbidden     | forbidden      | forbidden    | =
        join alice    | =           | =             | =              | =            | conflict
        join bob      | active 2    | active 2      | =              | =            | conflict
        join bob2     | active 2    | active 2      | active 2       | active 2     | conflict
        join tab2     | active 2    | active 2      | active 2       | active 2     | conflict
        join carol    | active 2    | active 2      | active 3       | active 3     | conflict
        join dave     | active 2    | active 2      | active 3       | active 3     | conflict
        start alice   | =           | =             | =              | =            | conflict
        start bob     | active 2    | active 2      | active 2       | active 2     | conflict
        start bob2    | active 2    | active 2      | active 2       | active 2     | conflict
        start tab2    | active 2    | active 2      | active 2       | active 2     | conflict
        start carol   | active 2    | active 2      | active 3       | active 3     | conflict
        start dave    | active 2    | active 2      | active 3       | active 3     | conflict
        invite alice  | ringing 1   | ringing 1     | active 2       | active 2     | conflict
        invite bob    | forbidden   | forbidden     | active 2       | active 2     | conflict
        invite bob2   | forbidden   | forbidden     | forbidden      | forbidden    | conflict
        invite tab2   | forbidden   | forbidden     | active 2       | active 2     | conflict
        invite carol  | forbidden   | forbidden     | forbidden      | forbidden    | conflict
        invite dave   | forbidden   | forbidden     | forbidden      | forbidden    | conflict
        signal alice  | not-found   | not-found     | ok             | ok           | conflict
        signal bob    | forbidden   | forbidden     | ok             | ok           | conflict
        signal bob2   | forbidden   | forbidden     | forbidden      | forbidden    | conflict
        signal tab2   | forbidden   | forbidden     | forbidden      | forbidden    | conflict
        signal carol  | forbidden   | forbidden     | forbidden      | forbidden    | conflict
        signal dave   | forbidden   | forbidden     | forbidden      | forbidden    | conflict
        media alice   | ringing 1   | ringing 1     | active 2       | active 2     | conflict
        media bob     | forbidden   | forbidden     | active 2       | active 2     | conflict
        media bob2    | forbidden   | forbidden     | forbidden      | forbidden    | conflict
        media tab2    | forbidden   | forbidden     | forbidden      | forbidden    | conflict
        media carol   | forbidden   | forbidden     | forbidden      | forbidden    | conflict
        media dave    | forbidden   | forbidden     | forbidden      | forbidden    | conflict
        ice alice     | ok          | ok            | ok             | ok           | conflict
        ice bob       | ok          | ok            | ok             | ok           | conflict
        ice bob2      | ok          | ok            | forbidden      | forbidden    | conflict
        ice tab2      | ok          | ok            | ok             | ok           | conflict
        ice carol     | forbidden   | ok            | forbidden      | ok           | conflict
        ice dave      | forbidden   | forbidden     | forbidden      | forbidden    | conflict
        stats alice   | ok          | ok            | ok             | ok           | conflict
        stats bob     | forbidden   | forbidden     | ok             | ok           | conflict
        stats bob2    | forbidden   | forbidden     | forbidden      | forbidden    | conflict
        stats tab2    | forbidden   | forbidden     | forbidden      | forbidden    | conflict
        stats carol   | forbidden   | forbidden     | forbidden      | forbidden    | conflict
        stats dave    | forbidden   | forbidden     | forbidden      | forbidden    | conflict
        mute alice    | not-found   | not-found     | active 2       | active 2     | conflict
        mute bob      | forbidden   | forbidden     | forbidden      | forbidden    | conflict
        mute bob2     | forbidden   | forbidden     | forbidden      | forbidden    | conflict
        mute tab2     | forbidden   | forbidden     | forbidden      | forbidden    | conflict
        mute carol    | forbidden   | forbidden     | forbidden      | forbidden    | conflict
        mute dave     | forbidden   | forbidden     | forbidden      | forbidden    | conflict
        remove alice  | conflict    | ringing 1     | conflict       | active 1     | conflict
        remove bob    | forbidden   | forbidden     | forbidden      | forbidden    | conflict
        remove bob2   | forbidden   | forbidden     | forbidden      | forbidden    | conflict
        remove tab2   | forbidden   | forbidden     | forbidden      | forbidden    | conflict
        remove carol  | forbidden   | forbidden     | forbidden      | forbidden    | conflict
        remove dave   | forbidden   | forbidden     | forbidden      | forbidden    | conflict
        reaction alice| =           | =             | active 2       | active 2     | conflict
        reaction bob  | forbidden   | forbidden     | active 2       | active 2     | conflict
        reaction bob2 | forbidden   | forbidden     | forbidden      | forbidden    | conflict
        reaction tab2 | forbidden   | forbidden     | forbidden      | forbidden    | conflict
        reaction carol| forbidden   | forbidden     | forbidden      | forbidden    | conflict
        reaction dave | forbidden   | forbidden     | forbidden      | forbidden    | conflict
        """;

    public static TheoryData<string, string, string> Cells()
    {
        var cells = new TheoryData<string, string, string>();
        var lines = Table.Split('\n').Select(l => l.Split('|', StringSplitOptions.TrimEntries)).ToList();
        foreach (var line in lines.Skip(1))
        {
            for (var column = 1; column < line.Length; column++)
                cells.Add(line[0], lines[0][column], line[column]);
        }

        return cells;
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public void Request_InEveryState_HasTheExpectedResult(string request, string state, string expected)
    {
        ArgumentNullException.ThrowIfNull(request);
        var words = request.Split(' ');
        Assert.Equal(expected, Outcome(state, words[0], words[1]));
    }

    [Fact]
    public void Table_EveryRequestOfTheProtocolThatNamesACall_HasARowForEverybody()
    {
        var named = CallManifestsTests.Requests.Where(r => r is INamesCall or CallStartRequest).Select(r => CallRequests.NameOf(r)["call.".Length..]);
        string[] people = ["alice", "bob", "bob2", "tab2", "carol", "dave"];
        var expected = named.SelectMany(_ => people, (request, who) => $"{request} {who}");
        Assert.Equal(expected.Order(), Cells().Select(c => (string)c[0]).Distinct().Order());
        Assert.All(Cells(), c => Assert.NotEqual("", c[2]));
    }

    private static string Outcome(string state, string what, string whoName)
    {
        var call = state switch
        {
            "ringing one" => CallData.RingingOne(),
            "ringing group" => CallData.RingingGroup(),
            "active one" => CallData.ActiveOne(),
            "active group" => CallData.ActiveGroup(),
            _ => CallData.Ended(),
        };
        var who = whoName switch
        {
            "alice" => CallData.Alice,
            "bob" => CallData.Bob,
            "bob2" => CallData.Person("bob", "phone"),
            "tab2" => CallData.Person("bob", tab: 2),
            "carol" => CallData.Carol,
            _ => CallData.Dave,
        };
        var now = CallData.At(20);
        return what switch
        {
            "accept" => Outcome(call, call.Accept(who, "", now)),
            "decline" => Outcome(call, call.Decline(who, null, now)),
            "cancel" => Outcome(call, call.Cancel(who, now)),
            "leave" => Outcome(call, call.Leave(who, now)),
            "end" => Outcome(call, call.EndForAll(who, now)),
            "join" => Outcome(call, call.Join(who, "", now)),
            "start" => Outcome(call, call.StartHere(who, "", "key", now)),
            "invite" => Outcome(call, call.Invite(who, [CallData.Dave.User], CallData.Rules, now)),
            "media" => Outcome(call, call.SetMedia(who, CallData.Muted, now)),
            "mute" => Outcome(call, call.Mute(who, "bob/laptop")),
            "remove" => Outcome(call, call.Remove(who, CallData.Bob.User, now)),
            "reaction" => Outcome(call, call.React(who, "👍")),
            "signal" => Outcome(call.CheckSignal(who, who == CallData.Alice ? "bob/laptop" : "alice/laptop", null, out _)),
            "ice" => Outcome(call.CheckIce(who)),
            "stats" => Outcome(call.CheckWithin(who)),
            _ => throw new InvalidOperationException($"No request {what}."),
        };
    }

    private static string Outcome(Call before, CallDecision decision)
    {
        if (decision.Error is { } error)
            return error.Code.ToWire();
        var after = decision.Call;
        if (decision.Effects.Count == 0)
            return ReferenceEquals(before, after) ? "=" : "changed silently";
        return after.State == CallState.Ended ? after.Outcome! : $"{after.View().State} {after.Participants.Count}";
    }

    private static string Outcome(RequestError? error) => error?.Code.ToWire() ?? "ok";
}
