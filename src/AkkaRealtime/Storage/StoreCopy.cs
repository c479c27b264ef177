namespace AkkaRealtime.Storage;

/// <summary>What a back-up holds.</summary>
/// <param name="Bytes">How large it is.</param>
/// <param name="Files">Uploaded files in it.</param>
/// <param name="MissingFiles">Files that the database knows and that were not there: kept elsewhere, or removed while the copy was made.</param>
public sealed record StoreCopy(long Bytes, int Files, int MissingFiles);
