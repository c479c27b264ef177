using Akka.Actor;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Users.Store;
using AkkaRealtime.Routing.Users.Store.Pictures;

namespace AkkaRealtime.Tests.Storage;

// Pictures of people.
public abstract partial class StoreConformance
{
    [SkippableFact]
    public async Task Pictures_StandUntilAnotherOneOrNoneIsSet_AndOverARestart()
    {
        Commit(Pictured(Alice, 1), Pictured(Alice, 2), Pictured(Bob, 3), new SaveClaimedPicture(ActorRefs.Nobody, Bob, "https://id.example/bob.png"));
        Restart();

        Assert.Equal(
            [new KeptPicture(Alice, Hash(2), null), new KeptPicture(Bob, Hash(3), "https://id.example/bob.png")],
            (await Storage.Pictures.FindAsync([Bob, Carol, Alice, Bob], Cancel)).OrderBy(p => p.User.Value));
        var picture = await Storage.Pictures.LoadAsync(Alice, Cancel);
        Assert.Equal((Hash(2), "image/webp", Noon), (picture!.Hash, picture.Type, picture.At));
        Assert.Equal([2, 2, 2], picture.Bytes.ToArray());

        Commit(new SavePicture(ActorRefs.Nobody, Alice, null), new SavePicture(ActorRefs.Nobody, Bob, null), new SavePicture(ActorRefs.Nobody, Carol, null));
        Assert.Null(await Storage.Pictures.LoadAsync(Alice, Cancel));
        Assert.Equal([new KeptPicture(Bob, null, "https://id.example/bob.png")], await Storage.Pictures.FindAsync([Alice, Bob, Carol], Cancel));

        Commit(new SaveClaimedPicture(ActorRefs.Nobody, Bob, null));
        Assert.Empty(await Storage.Pictures.FindAsync([Alice, Bob, Carol], Cancel));
    }

    [SkippableFact]
    public async Task Pictures_AreInTheExport_AndGoWithWhoIsErased()
    {
        Commit(Pictured(Alice, 1), Pictured(Bob, 2), new SaveClaimedPicture(ActorRefs.Nobody, Bob, "https://id.example/bob.png"));
        var line = Assert.Single(await ExportAsync(Bob), l => l.GetProperty("kind").GetString() == "picture");
        Assert.Equal(("https://id.example/bob.png", "image/webp"), (line.GetProperty("claimed").GetString(), line.GetProperty("type").GetString()));
        Assert.Equal([2, 2, 2], line.GetProperty("bytes").GetBytesFromBase64());

        await Job(new DirectOwners(Storage, Noon)).RunAsync(new Erasure(Bob, Noon, ErasurePhase.Rooms), Cancel);

        Assert.Equal([Alice], (await Storage.Pictures.FindAsync([Alice, Bob], Cancel)).Select(p => p.User));
        Assert.Null(await Storage.Pictures.LoadAsync(Bob, Cancel));
    }

    private static string Hash(byte of) => new((char)('0' + of), 64);

    private static SavePicture Pictured(UserId user, byte of) => new(ActorRefs.Nobody, user, new Picture(Hash(of), "image/webp", new byte[] { of, of, of }, Noon));
}
