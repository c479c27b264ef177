namespace AkkaRealtime.Server.Tests.Browser;

/// <summary>Looks at a page while its call moves to the media server: at every picture as often as the browser draws, and at what the links between browsers leave behind as they end.</summary>
public static class MoveWatch
{
    private const string Begin = """
        () => {
          const tiles = () => [...document.querySelectorAll("[data-testid=remote-tile]")];
          const hasPicture = (tile) => {
            const [video, last] = [tile?.querySelector("video"), tile?.querySelector("canvas")];
            return (last?.hidden === false && last.width > 0) || (video?.readyState >= 2 && video.videoWidth > 0);
          };
          const shown = (one) => tiles().find((tile) => tile.dataset.participant === one)?.querySelector("video").srcObject?.getVideoTracks()[0]?.id;
          const drawn = () => new Promise((done) => setTimeout(() => requestAnimationFrame(() => requestAnimationFrame(done))));
          const watch = (window.move = { people: tiles().map((tile) => tile.dataset.participant), without: new Set(), ended: [] });
          const look = () => {
            for (const one of watch.people) {
              if (!hasPicture(tiles().find((tile) => tile.dataset.participant === one))) watch.without.add(one);
            }
            requestAnimationFrame(look);
          };
          look();
          const decodedBy = async (pc) => [...(await pc.getStats()).values()].filter((one) => one.type === "inbound-rtp" && one.framesDecoded > 0).map((one) => one.trackIdentifier);
          for (const pc of window.witness.peers) {
            const mine = pc.getReceivers().map(({ track }) => track.id);
            const tile = tiles().find((one) => one.querySelector("video").srcObject.getVideoTracks().some(({ id }) => mine.includes(id)));
            const close = pc.close.bind(pc);
            pc.close = () => {
              const others = window.witness.peers.filter((other) => other !== pc && other.connectionState === "connected");
              const decoded = Promise.all(others.map(decodedBy));
              watch.ended.push(drawn().then(async () => {
                const participant = tile?.dataset.participant;
                return { participant, shown: shown(participant), decoded: (await decoded).flat() };
              }));
              close();
            };
          }
        }
        """;

    private const string Judge = """
        async () => {
          const { people, without, ended } = window.move;
          const links = await Promise.all(ended);
          return [
            ...[...without].map((one) => `the picture of ${one} went away`),
            ...people.filter((one) => !links.some(({ participant }) => participant === one)).map((one) => `the link to ${one} did not end`),
            ...links.filter(({ shown, decoded }) => !decoded.includes(shown)).map(({ participant }) => `the link to ${participant} ended before there was another`),
          ];
        }
        """;

    /// <summary>From now on; everybody is seen.</summary>
    public static Task BeginAsync(Person person) => person.Page.EvaluateAsync(Begin);

    /// <summary>What was wrong since then: nothing, where nobody's picture went away, and each link ended after a frame had come by the media server.</summary>
    public static Task<string[]> JudgeAsync(Person person) => person.Page.EvaluateAsync<string[]>(Judge);
}
