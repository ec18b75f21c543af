package io.kvkit.spring.autoconfigure.redis;

import io.kvkit.call.Failures;
import io.kvkit.lettuce.RedisTopology;
import io.kvkit.lettuce.ServerInfo;
import io.kvkit.spring.KvPropertyException;
import io.kvkit.spring.autoconfigure.redis.RedisRisks.Risk;
import io.kvkit.spring.operation.Area;
import io.kvkit.spring.operation.Operation;
import io.kvkit.store.Durability;
import io.kvkit.store.KvException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Checks the settings of the Redis servers. It skips a server that is unreachable or does not allow the command. */
public final class RedisChecks {

    private static final Logger log = LoggerFactory.getLogger("io.kvkit");

    private final Supplier<CompletionStage<List<ServerInfo>>> servers;
    private final RedisTopology topology;
    private final @Nullable String store;
    private final @Nullable String strictBy;

    /**
     * Creates checks.
     *
     * @param store the name of the store; null for the default one
     * @param strictBy the properties that make the checks fail startup; null if they only warn
     */
    public RedisChecks(
            Supplier<CompletionStage<List<ServerInfo>>> servers,
            RedisTopology topology,
            @Nullable String store,
            @Nullable String strictBy) {
        this.servers = servers;
        this.topology = topology;
        this.store = store;
        this.strictBy = strictBy;
    }

    /**
     * Logs each setting that endangers a promise.
     *
     * @param operations the operations that keep their records on the servers
     * @param durable the areas whose records there must be durable
     * @throws KvPropertyException if such a setting must fail startup
     */
    public void run(List<Operation> operations, Map<Area<?>, Durability> durable) {
        List<ServerInfo> infos;
        try {
            infos = Failures.join(servers.get());
        } catch (KvException e) {
            log.info(
                    "The settings of the Redis server{} are not checked: {}",
                    store == null ? "" : " of the store " + store,
                    e.getMessage());
            return;
        }
        durable.forEach((area, durability) -> infos.forEach(info -> DurableServer.require(info, area, durability)));
        List<Risk> risks = infos.stream()
                .flatMap(info -> new RedisRisks(info, topology, operations, durable).all().stream())
                .distinct()
                .toList();
        if (strictBy != null && !risks.isEmpty()) {
            throw new KvPropertyException(
                    risks.get(0).problem(), risks.get(0).mend() + ", or set " + strictBy + ".strict-checks=false");
        }
        risks.forEach(risk ->
                log.warn("{}{}. {}.", store == null ? "" : "Store " + store + ": ", risk.problem(), risk.mend()));
    }
}
