package io.kvkit.spring.autoconfigure;

import io.kvkit.call.Failures;
import io.kvkit.lettuce.RedisTopology;
import io.kvkit.lettuce.ServerInfo;
import io.kvkit.spring.autoconfigure.RedisRisks.Risk;
import io.kvkit.spring.operation.KvPropertyException;
import io.kvkit.spring.operation.OperationRegistry;
import io.kvkit.store.KvException;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the Redis servers for their settings. One that may not be asked, or is not there, is not checked. */
final class RedisChecks implements StoreChecks {

    private static final Logger log = LoggerFactory.getLogger("io.kvkit");

    private final Supplier<CompletionStage<List<ServerInfo>>> servers;
    private final RedisTopology topology;
    private final boolean strict;

    /** Checks; strict ones stop the start. */
    RedisChecks(Supplier<CompletionStage<List<ServerInfo>>> servers, RedisTopology topology, boolean strict) {
        this.servers = servers;
        this.topology = topology;
        this.strict = strict;
    }

    @Override
    public void run(OperationRegistry operations) {
        List<ServerInfo> infos;
        try {
            infos = Failures.join(servers.get());
        } catch (KvException e) {
            log.info("The settings of the Redis server are not checked: {}", e.getMessage());
            return;
        }
        List<Risk> risks = infos.stream()
                .flatMap(info -> new RedisRisks(info, topology, operations.all()).all().stream())
                .distinct()
                .toList();
        if (strict && !risks.isEmpty()) {
            throw new KvPropertyException(
                    risks.get(0).problem(), risks.get(0).mend() + ", or set kv.redis.strict-checks=false");
        }
        risks.forEach(risk -> log.warn("{}. {}.", risk.problem(), risk.mend()));
    }
}
