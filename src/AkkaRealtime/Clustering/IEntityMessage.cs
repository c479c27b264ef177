namespace AkkaRealtime.Clustering;

/// <summary>A message to a sharded entity that names the entity itself, whatever the entity's domain.</summary>
public interface IEntityMessage : ICrossesNodes
{
    /// <summary>The entity's id in its region.</summary>
    string EntityId { get; }
}
