namespace AkkaRealtime.Topics;

/// <summary>About how many bytes publications take between nodes, for splitting batches; ids are ASCII.</summary>
internal static class PublicationBytes
{
    private const int Overhead = 24;

    /// <summary>Of one publication.</summary>
    public static int Of(Publication publication) =>
        Overhead + publication.Topic.Id.Length + publication.Envelope.Utf8.Length + (publication.Leaves?.Value.Length ?? 0);

    /// <summary>Of one repeated head.</summary>
    public static int Of(TopicHead head) => Overhead + head.Topic.Id.Length;

    /// <summary>How many of <paramref name="publications"/>, from the first, fit into one message: at least one where there is one.</summary>
    public static int Fit(IReadOnlyList<Publication> publications)
    {
        var bytes = 0;
        for (var i = 0; i < publications.Count; i++)
        {
            bytes += Of(publications[i]);
            if (bytes > TopicLimits.BatchBytes)
                return Math.Max(i, 1);
        }

        return publications.Count;
    }
}
