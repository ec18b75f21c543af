package io.kvkit.lettuce;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a node says of the cluster as it sees it.
 *
 * @param ok whether it takes requests; one that is cut off from most masters does not
 * @param epoch the latest epoch that it knows: the higher, the newer is what it knows
 */
record ClusterState(boolean ok, long epoch) {

    /** The state of a node that may not be asked. */
    static final ClusterState UNKNOWN = new ClusterState(true, 0);

    private static final Pattern EPOCH = Pattern.compile("cluster_current_epoch:(\\d+)");

    /** Reads the answer of CLUSTER INFO. */
    static ClusterState read(String info) {
        Matcher epoch = EPOCH.matcher(info);
        return new ClusterState(
                !info.contains("cluster_state:fail"), epoch.find() ? Long.parseLong(epoch.group(1)) : 0);
    }
}
