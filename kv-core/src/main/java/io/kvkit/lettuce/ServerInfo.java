package io.kvkit.lettuce;

import java.util.HashMap;
import java.util.Map;

/**
 * The INFO of a server, as far as the guarantees of kvkit depend on it.
 *
 * @param fields all fields of the INFO
 * @since 0.1
 */
public record ServerInfo(Map<String, String> fields) {

    public ServerInfo {
        fields = Map.copyOf(fields);
    }

    /** Parses the text of an INFO. */
    static ServerInfo parse(String text) {
        Map<String, String> fields = new HashMap<>();
        text.lines().forEach(line -> {
            int colon = line.indexOf(':');
            if (colon > 0 && !line.startsWith("#")) {
                fields.put(line.substring(0, colon), line.substring(colon + 1).strip());
            }
        });
        return new ServerInfo(fields);
    }

    /**
     * Returns the version of the Redis commands that the server supports. For Valkey, this is the compatible Redis
     * version.
     */
    public String version() {
        return fields.getOrDefault("redis_version", "unknown");
    }

    /** Returns whether the version is at least the given one; true if the server reports no version. */
    public boolean isAtLeast(int major, int minor) {
        String[] parts = version().split("\\.", -1);
        try {
            int ownMajor = Integer.parseInt(parts[0]);
            return ownMajor > major || ownMajor == major && Integer.parseInt(parts[1]) >= minor;
        } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
            return true;
        }
    }

    /**
     * Returns the eviction policy for a full memory: {@code noeviction}, or the policy by which the server drops keys.
     */
    public String evictionPolicy() {
        return fields.getOrDefault("maxmemory_policy", "noeviction");
    }

    /** Returns whether the server logs every change to disk. */
    public boolean logsChanges() {
        return !"0".equals(fields.get("aof_enabled"));
    }

    /** Returns whether the server is a replica, which accepts no writes. */
    public boolean isReplica() {
        return "slave".equals(fields.get("role"));
    }

    /** Returns whether the server has no replica. */
    public boolean isAlone() {
        return "0".equals(fields.get("connected_slaves"));
    }
}
