package io.kvkit.spring.autoconfigure.redis;

import io.kvkit.lettuce.ServerInfo;
import io.kvkit.spring.KvPropertyException;
import io.kvkit.spring.operation.Area;
import io.kvkit.store.Durability;
import io.kvkit.store.Durability.Level;

/** Requires of a server that it can tell when a change is durable. */
final class DurableServer {

    private DurableServer() {}

    /**
     * Requires what the durability of an area needs.
     *
     * @throws KvPropertyException if every change would be refused
     */
    static void require(ServerInfo server, Area<?> area, Durability durability) {
        if (durability.level() != Level.AOF) {
            return;
        }
        String property = area.root() + ".durability";
        if (!server.isAtLeast(7, 2)) {
            throw new KvPropertyException(
                    property + "=aof needs the command WAITAOF, which Redis " + server.version() + " does not have",
                    "Use Redis 7.2 or newer, or Valkey, or set " + property + "=replica");
        }
        if (!server.logsChanges()) {
            throw new KvPropertyException(
                    property + "=aof needs an append-only file, which the server does not write (appendonly is no)",
                    "Set appendonly to yes and appendfsync to always, or set " + property + "=replica");
        }
    }
}
