namespace AkkaRealtime.Files;

/// <summary>A part of a multipart body. One that ends before its boundary came is broken, which is no fault of the disk it is written to.</summary>
internal sealed class PartStream(Stream part) : BodyStream
{
    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            return await part.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        catch (IOException e)
        {
            throw new InvalidDataException("The part ends before its boundary.", e);
        }
    }
}
