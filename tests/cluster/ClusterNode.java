import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.opensearch.analysis.common.CommonAnalysisPlugin;
import org.opensearch.common.logging.LogConfigurator;
import org.opensearch.common.settings.Settings;
import org.opensearch.env.Environment;
import org.opensearch.knn.plugin.KNNPlugin;
import org.opensearch.node.InternalSettingsPreparer;
import org.opensearch.node.Node;
import org.opensearch.transport.Netty4Plugin;

/** One node of the test cluster: a plain class path instead of a plugin folder. */
public final class ClusterNode extends Node {
    private ClusterNode(Environment environment) {
        super(environment, List.of(Netty4Plugin.class, CommonAnalysisPlugin.class, KNNPlugin.class), true);
    }

    /** Arguments: home folder, name, HTTP port, transport port, transport ports of all nodes, names of all. */
    public static void main(String[] given) throws Exception {
        Settings settings = Settings.builder()
            .put("path.home", given[0]).put("node.name", given[1]).put("cluster.name", "dateline-test")
            .put("network.host", "127.0.0.1").put("http.port", given[2]).put("transport.port", given[3])
            .put("http.type", "netty4").put("transport.type", "netty4")
            .putList("discovery.seed_hosts", given[4].split(","))
            .putList("cluster.initial_cluster_manager_nodes", given[5].split(","))
            .put("node.max_local_storage_nodes", 1)
            .put("cluster.routing.allocation.disk.threshold_enabled", false)
            .put("cluster.fault_detection.leader_check.interval", "500ms")
            .put("bootstrap.system_call_filter", false)
            .build();
        LogConfigurator.registerErrorListener();
        Environment environment = InternalSettingsPreparer.prepareEnvironment(settings, Map.of(), null, () -> given[1]);
        ClusterNode node = new ClusterNode(environment);
        node.start();
        System.out.println("started " + given[1]);
        Thread.currentThread().join();
    }
}
