using AkkaRealtime.Clustering;
using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Topics;

/// <summary>Topics and publications in the compact form.</summary>
internal static class CompactTopics
{
    // Flag of a publication: of the topic of the one before.
    private const int SameTopic = 1;

    // Flag of a publication: a user follows who leaves.
    private const int HasLeaves = 2;

    // Flag of a publication: its owner keeps it, though not in a log.
    private const int IsKept = 4;

    // Flag of a publication: for members only. Nodes of the version before give it to all.
    private const int MembersOnly = 8;

    /// <summary>Writes a topic.</summary>
    public static void Topic(this in CompactWriter form, Topic topic)
    {
        form.Number(topic.Kind.Number);
        form.Text(topic.Id);
    }

    /// <summary>Reads a topic.</summary>
    public static Topic Topic(this ref CompactReader form) => new(new TopicKind((int)form.Number()), form.Text());

    /// <summary>Writes publications. A topic that is the one before's is not repeated.</summary>
    public static void Publications(this in CompactWriter form, IReadOnlyList<Publication> publications)
    {
        form.Number(publications.Count);
        Topic? before = null;
        foreach (var publication in publications)
        {
            var same = publication.Topic == before;
            form.Number((same ? SameTopic : 0) | (publication.Leaves is null ? 0 : HasLeaves) | (publication.IsKept ? IsKept : 0)
                | (publication.MembersOnly ? MembersOnly : 0));
            if (!same)
                form.Topic(publication.Topic);
            before = publication.Topic;
            form.Number(publication.Seq);
            form.Bytes(publication.Envelope.Utf8.Span);
            if (publication.Leaves is { } leaves)
                form.Text(leaves.Value);
        }
    }

    /// <summary>Reads publications. The bytes of their envelopes are parts of the array, not copies.</summary>
    public static Publication[] Publications(this ref CompactReader form)
    {
        var publications = new Publication[form.Count()];
        Topic topic = default;
        for (var i = 0; i < publications.Length; i++)
        {
            var flags = form.Number();
            if ((flags & SameTopic) == 0)
                topic = form.Topic();
            publications[i] = new Publication(
                topic,
                form.Number(),
                new EncodedEnvelope(form.Bytes()),
                (flags & HasLeaves) == 0 ? null : new UserId(form.Text()))
            {
                IsKept = (flags & IsKept) != 0,
                MembersOnly = (flags & MembersOnly) != 0,
            };
        }

        return publications;
    }

    /// <summary>Writes which publications are parts of which traces, at the end, where nodes of the version before don't look. Nothing where there are none.</summary>
    public static void Traces(this in CompactWriter form, IReadOnlyList<Publication> publications)
    {
        var count = 0;
        foreach (var publication in publications)
            count += publication.Trace is null ? 0 : 1;
        if (count == 0)
            return;
        form.Number(count);
        for (var i = 0; i < publications.Count; i++)
        {
            if (publications[i].Trace is not { } trace)
                continue;
            form.Number(i);
            form.Text(trace);
        }
    }

    /// <summary>Reads them.</summary>
    public static void Traces(this ref CompactReader form, Publication[] publications)
    {
        for (var count = form.IsAtEnd ? 0 : form.Count(); count > 0; count--)
        {
            var i = form.Number();
            var trace = form.Text();
            if (i >= 0 && i < publications.Length)
                publications[i] = publications[i] with { Trace = trace };
        }
    }
}
