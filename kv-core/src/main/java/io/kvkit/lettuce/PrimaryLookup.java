package io.kvkit.lettuce;

import io.kvkit.call.Failures;
import io.kvkit.lettuce.RedisTopology.Address;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisConnectionException;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.output.KeyListOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Asks the Sentinels one after the other for the primary, connects to it, and verifies that it is one. */
final class PrimaryLookup implements Connector {

    private static final long ANSWER_SECONDS = 1;

    private final Driver driver;
    private final RedisTopology.Sentinel topology;
    private final PrimaryLog log;

    PrimaryLookup(Driver driver, RedisTopology.Sentinel topology, PrimaryLog log) {
        this.driver = driver;
        this.topology = topology;
        this.log = log;
    }

    @Override
    public CompletionStage<StatefulRedisConnection<String, byte[]>> connect() {
        return ask(topology.nodes().iterator(), null)
                .thenCompose(address -> driver.connect(address)
                        .thenCompose(this::verified)
                        .thenApply(connection -> {
                            log.found(address);
                            return connection;
                        }));
    }

    private CompletionStage<Address> ask(Iterator<Address> sentinels, @Nullable Throwable failure) {
        if (!sentinels.hasNext()) {
            return CompletableFuture.failedFuture(
                    new RedisConnectionException("no Sentinel knows the primary " + topology.master(), failure));
        }
        Address sentinel = sentinels.next();
        return driver.connectToSentinel(sentinel)
                .thenCompose(connection -> primary(connection, sentinel))
                .exceptionallyCompose(next -> ask(sentinels, next));
    }

    private CompletionStage<Address> primary(StatefulRedisConnection<String, byte[]> connection, Address sentinel) {
        CommandArgs<String, byte[]> arguments = new CommandArgs<>(Driver.CODEC)
                .add("get-master-addr-by-name")
                .add(topology.master().getBytes(StandardCharsets.UTF_8));
        return connection
                .async()
                .dispatch(CommandType.SENTINEL, new KeyListOutput<>(Driver.CODEC), arguments)
                .toCompletableFuture()
                .orTimeout(ANSWER_SECONDS, TimeUnit.SECONDS)
                .thenApply(answer -> read(answer, sentinel))
                .whenComplete((address, failure) -> Driver.close(connection));
    }

    private Address read(@Nullable List<String> answer, Address sentinel) {
        if (answer == null || answer.size() < 2) {
            throw new RedisConnectionException(
                    "the Sentinel at " + sentinel + " does not know the primary " + topology.master());
        }
        return new Address(answer.get(0), Integer.parseInt(answer.get(1)));
    }

    // Sentinels that were cut off may report the former primary.
    private CompletionStage<StatefulRedisConnection<String, byte[]>> verified(
            StatefulRedisConnection<String, byte[]> connection) {
        return Role.isPrimary(connection).handle((primary, failure) -> {
            if (failure == null ? primary : Failures.unwrap(failure) instanceof RedisCommandExecutionException) {
                return connection;
            }
            Driver.close(connection);
            throw new RedisConnectionException("the server that the Sentinels name is not a primary", failure);
        });
    }
}
