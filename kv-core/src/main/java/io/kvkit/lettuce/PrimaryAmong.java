package io.kvkit.lettuce;

import io.kvkit.lettuce.RedisTopology.Address;
import io.lettuce.core.RedisConnectionException;
import io.lettuce.core.api.StatefulRedisConnection;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Connects to the first of some nodes that is a primary. All processes that list the nodes in the same order choose the
 * same one.
 */
final class PrimaryAmong implements Connector {

    private final Driver driver;
    private final RedisTopology.Replicated topology;
    private final PrimaryLog log;

    PrimaryAmong(Driver driver, RedisTopology.Replicated topology, PrimaryLog log) {
        this.driver = driver;
        this.topology = topology;
        this.log = log;
    }

    @Override
    public CompletionStage<StatefulRedisConnection<String, byte[]>> connect() {
        return connect(topology.nodes().iterator(), null);
    }

    private CompletionStage<StatefulRedisConnection<String, byte[]>> connect(
            Iterator<Address> nodes, @Nullable Throwable failure) {
        if (!nodes.hasNext()) {
            return CompletableFuture.failedFuture(
                    new RedisConnectionException("none of " + topology.nodes() + " is a primary", failure));
        }
        Address node = nodes.next();
        return driver.connect(node)
                .thenCompose(connection -> verified(connection, node))
                .exceptionallyCompose(next -> connect(nodes, worse(failure, next)));
    }

    private CompletionStage<StatefulRedisConnection<String, byte[]>> verified(
            StatefulRedisConnection<String, byte[]> connection, Address node) {
        return Role.isPrimary(connection)
                .thenApply(primary -> {
                    if (primary) {
                        log.found(node);
                        return connection;
                    }
                    throw new RedisConnectionException(node + " is a replica");
                })
                .whenComplete((verified, failure) -> {
                    if (failure != null) {
                        Driver.close(connection);
                    }
                });
    }

    // If one node refuses the credentials, the others will refuse them too.
    private static Throwable worse(@Nullable Throwable one, Throwable other) {
        return one != null && Errors.isAuthentication(one) ? one : other;
    }
}
