package io.kvkit.lettuce;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The state of the cluster as one node sees it.
 *
 * @param ok whether the node accepts requests; a node that is cut off from most masters does not
 * @param epoch the latest epoch that the node knows: the higher, the newer is its view
 */
record ClusterState(boolean ok, long epoch) {

    /** The state of a node that the user has no permission to ask. */
    static final ClusterState UNKNOWN = new ClusterState(true, 0);

    private static final Pattern EPOCH = Pattern.compile("cluster_current_epoch:(\\d+)");

    /** Reads the answer of CLUSTER INFO. */
    static ClusterState read(String info) {
        Matcher epoch = EPOCH.matcher(info);
        return new ClusterState(
                !info.contains("cluster_state:fail"), epoch.find() ? Long.parseLong(epoch.group(1)) : 0);
    }
}
