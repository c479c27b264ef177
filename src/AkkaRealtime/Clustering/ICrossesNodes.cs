namespace AkkaRealtime.Clustering;

/// <summary>Whatever may cross nodes: has an explicit manifest in <see cref="NodeSerializer"/>; a spec finds every such record by reflection.</summary>
public interface ICrossesNodes;
