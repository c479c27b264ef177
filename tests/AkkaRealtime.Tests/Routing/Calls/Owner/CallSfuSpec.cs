using Akka.Actor;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Calls.Rules;
using AkkaRealtime.Routing.Calls.Sfu;
using AkkaRealtime.Routing.Calls.Store;
using AkkaRealtime.Routing.Calls.Wire;
using Xunit.Abstractions;

namespace AkkaRealtime.Tests.Routing.Calls.Owner;

/// <summary>The owner of a call that moves to a media server, which is a probe.</summary>
public abstract class CallSfuSpec(ITestOutputHelper output) : CallSpec(output)
{
    private protected static readonly SfuPlace Place = new("ws://janus", "secret", "1", 6, 500_000, true);
    private protected static readonly SfuPlace Chosen = Place with { Session = "" };

    internal override ISfu Sfu => Probe;

    /// <summary>Stands for the media servers.</summary>
    private protected ProbeSfu Probe { get; } = new();

    private protected async Task<(IActorRef Owner, IReadOnlyList<Person> People, CallId Call)> FourAsync()
    {
        var people = Enumerable.Range(0, 5).Select(n => NewPerson(CallData.Person($"user{n}"))).ToList();
        MakeGroup([.. people.Select(p => p.Caller)]);
        var owner = NewOwner();
        Send(owner, people[0], new CallStartRequest(CallData.Room, null, "video", "key"));
        var call = new CallId((await ExpectAsync(people[0].Connection, "call.started")).GetProperty("call").GetProperty("id").GetString()!);
        foreach (var person in people.Skip(1).Take(3))
        {
            Send(owner, person, new CallAcceptRequest(call));
            await ExpectAsync(person.Connection, "call.joined");
        }

        await SettleAsync(owner);
        foreach (var person in people)
            await ForgetAsync(person);
        return (owner, people, call);
    }

    private protected async Task<(IActorRef Owner, IReadOnlyList<Person> People, CallId Call)> FiveAsync()
    {
        var (owner, people, call) = await FourAsync();
        Send(owner, people[4], new CallAcceptRequest(call));
        await MoveAsync(owner, call);
        await ExpectAsync(people[4].Connection, "call.joined");
        await SettleAsync(owner);
        foreach (var person in people)
            await ForgetAsync(person);
        return (owner, people, call);
    }

    private protected async Task MoveAsync(IActorRef owner, CallId call)
    {
        await AskedAsync<ChooseSfu>(owner);
        owner.Tell(new SfuChosen(call, Chosen));
        await AskedAsync<OpenSfuRoom>(owner);
        owner.Tell(new SfuOpened(call, Place));
    }

    private protected Call KeptCall() => StoredCalls.Decode(Store.Kept!.State)!.Call;

    private protected static async Task ForgetAsync(Person person)
    {
        while (await person.Connection.ReceiveOneAsync(TimeSpan.Zero) is not null)
        {
            // What led here.
        }
    }

    private protected async Task<T> AskedAsync<T>(IActorRef owner)
        where T : class
    {
        for (var rounds = 0; rounds < 200; rounds++)
        {
            await SettleAsync(owner);
            while (Probe.Asked.TryDequeue(out var command))
            {
                if (command is T asked)
                    return asked;
            }
        }

        throw new TimeoutException($"The media server was not asked for {typeof(T).Name}.");
    }

    private protected sealed class ProbeSfu : ISfu
    {
        public System.Collections.Concurrent.ConcurrentQueue<ISfuCommand> Asked { get; } = new();

        public bool IsConfigured => true;

        public void Tell(ISfuCommand command, IActorRef owner) => Asked.Enqueue(command);
    }
}
