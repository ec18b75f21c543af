package io.kvkit.lettuce;

import java.util.HashMap;
import java.util.Map;

/**
 * What a server says of itself in its INFO, as far as kvkit's promises rest on it.
 *
 * @param fields everything it said
 */
public record ServerInfo(Map<String, String> fields) {

    public ServerInfo {
        fields = Map.copyOf(fields);
    }

    /** Reads the text of an INFO. */
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

    /** The version of the commands that it speaks: Valkey tells the Redis version that it is compatible with. */
    public String version() {
        return fields.getOrDefault("redis_version", "unknown");
    }

    /** Whether its version is at least that; true where it does not tell one. */
    public boolean isAtLeast(int major, int minor) {
        String[] parts = version().split("\\.", -1);
        try {
            int ownMajor = Integer.parseInt(parts[0]);
            return ownMajor > major || ownMajor == major && Integer.parseInt(parts[1]) >= minor;
        } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
            return true;
        }
    }

    /** What it does when its memory is full: {@code noeviction}, or the policy by which it drops keys. */
    public String evictionPolicy() {
        return fields.getOrDefault("maxmemory_policy", "noeviction");
    }

    /** Whether it logs every change to disk. */
    public boolean logsChanges() {
        return !"0".equals(fields.get("aof_enabled"));
    }

    /** Whether it is a replica, which takes no writes. */
    public boolean isReplica() {
        return "slave".equals(fields.get("role"));
    }

    /** Whether no replica follows it. */
    public boolean isAlone() {
        return "0".equals(fields.get("connected_slaves"));
    }
}
