using AkkaRealtime.Server.Tests.Support;

namespace AkkaRealtime.Server.Tests.Browser;

/// <summary>Who takes part in a test, and where. The people leave with it; the server stays.</summary>
public sealed class Scene(ServerProcess server, IReadOnlyList<Person> people) : IAsyncDisposable
{
    /// <summary>The server that they are signed in at.</summary>
    public ServerProcess Server { get; } = server;

    /// <summary>Them, in the order of their names.</summary>
    public IReadOnlyList<Person> People { get; } = people;

    /// <summary>Both of them.</summary>
    public void Deconstruct(out Person alice, out Person bob)
    {
        Assert.Equal(2, People.Count);
        (alice, bob) = (People[0], People[1]);
    }

    /// <summary>All three.</summary>
    public void Deconstruct(out Person alice, out Person bob, out Person carol)
    {
        Assert.Equal(3, People.Count);
        (alice, bob, carol) = (People[0], People[1], People[2]);
    }

    /// <summary>The scene once this was done; where that fails, the people leave.</summary>
    public async Task<Scene> AfterAsync(Func<Scene, Task> beginning)
    {
        try
        {
            await beginning(this);
            return this;
        }
        catch
        {
            await DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => LeaveAsync(People);

    // With all tabs, also those that a test opened; and all of them, whatever becomes of one.
    internal static async ValueTask LeaveAsync(IEnumerable<Person> people) => await Task.WhenAll(people.Select(person => person.Context.DisposeAsync().AsTask()));
}
