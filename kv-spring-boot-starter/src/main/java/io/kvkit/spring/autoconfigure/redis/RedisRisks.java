package io.kvkit.spring.autoconfigure.redis;

import io.kvkit.lettuce.RedisTopology;
import io.kvkit.lettuce.ServerInfo;
import io.kvkit.spring.idempotent.IdempotentOperation;
import io.kvkit.spring.operation.Area;
import io.kvkit.spring.operation.Operation;
import io.kvkit.store.Durability;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Finds settings of a server that endanger the promises of the application's annotations. */
final class RedisRisks {

    /**
     * A risk.
     *
     * @param problem the setting and its consequence
     * @param mend the remedy
     */
    record Risk(String problem, String mend) {}

    private final ServerInfo server;
    private final RedisTopology topology;
    private final Map<Area<?>, Durability> durable;
    private final List<Operation> operations;

    RedisRisks(
            ServerInfo server, RedisTopology topology, List<Operation> operations, Map<Area<?>, Durability> durable) {
        this.server = server;
        this.topology = topology;
        this.durable = durable;
        this.operations = operations.stream().filter(Operation::enabled).toList();
    }

    List<Risk> all() {
        List<Risk> risks = new ArrayList<>();
        age().ifPresent(risks::add);
        eviction().ifPresent(risks::add);
        persistence().ifPresent(risks::add);
        replication().ifPresent(risks::add);
        confirmation().ifPresent(risks::add);
        return risks;
    }

    private Optional<Risk> age() {
        return risk(
                !server.isAtLeast(6, 2),
                "The server is Redis " + server.version() + ", and kvkit needs 6.2: commands will fail",
                "Use Redis 6.2 or newer, or Valkey");
    }

    private Optional<Risk> eviction() {
        return first(operation -> operation.area().isOnce())
                .filter(operation -> !server.evictionPolicy().equals("noeviction"))
                .map(operation -> new Risk(
                        "A full server drops keys (maxmemory-policy is " + server.evictionPolicy() + "), so "
                                + operation.site() + " and leases may let a second call through",
                        "Set maxmemory-policy to noeviction, and give caches a store of their own with"
                                + " kv.cache.store"));
    }

    private Optional<Risk> persistence() {
        return first(IdempotentOperation.class::isInstance)
                .filter(operation -> !server.logsChanges())
                .map(operation -> new Risk(
                        "The server does not log changes to disk (appendonly is no), so after a restart "
                                + operation.site() + " runs again for keys that it has seen",
                        "Set appendonly to yes, with appendfsync everysec or always"));
    }

    private Optional<Risk> replication() {
        if (server.isReplica() && topology instanceof RedisTopology.Standalone) {
            return risk(true, "The server is a replica, which accepts no writes", "Give the address of the primary");
        }
        return risk(
                server.isAlone() && !(topology instanceof RedisTopology.Standalone),
                "The server has no replica, so no server takes over when it fails",
                "Add a replica to each primary");
    }

    private Optional<Risk> confirmation() {
        return durable.entrySet().stream()
                .filter(it -> it.getValue().level() == Durability.Level.REPLICA && server.isAlone())
                .findFirst()
                .map(it -> new Risk(
                        "The server has no replica, so no claim is durable and calls fail ("
                                + it.getKey().root() + ".durability is replica)",
                        "Add a replica to each primary, or set " + it.getKey().root() + ".durability to none"));
    }

    private Optional<Operation> first(Predicate<Operation> which) {
        return operations.stream().filter(which).findFirst();
    }

    private static Optional<Risk> risk(boolean present, String problem, String mend) {
        return present ? Optional.of(new Risk(problem, mend)) : Optional.empty();
    }
}
