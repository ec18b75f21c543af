package io.kvkit.lettuce;

import io.kvkit.lettuce.RedisTopology.Address;
import io.lettuce.core.RedisException;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.protocol.AsyncCommand;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Asks the nodes of a cluster who serves which slots. What most of them say holds, as one may be cut off. */
final class TopologyQuery {

    private static final long ANSWER_MILLIS = 1_000;

    private final Driver driver;

    TopologyQuery(Driver driver) {
        this.driver = driver;
    }

    /** Asks the nodes that are connected and, if none of them answers, the others one after the other. */
    CompletionStage<Topology> ask(Map<Address, Session> connected, Collection<Address> others) {
        List<CompletableFuture<Topology>> views = new ArrayList<>();
        connected.forEach((address, session) -> views.add(view(session.connection(), address)));
        return CompletableFuture.allOf(views.toArray(CompletableFuture[]::new))
                .handle((all, failure) -> views)
                .thenCompose(answered -> {
                    Topology common = common(answered);
                    return common == null
                            ? connect(others.iterator(), null)
                            : CompletableFuture.completedFuture(common);
                });
    }

    private CompletionStage<Topology> connect(Iterator<Address> others, @Nullable Throwable failure) {
        if (!others.hasNext()) {
            return CompletableFuture.failedFuture(
                    failure == null ? new RedisException("no node of the cluster answers") : failure);
        }
        Address address = others.next();
        return driver.connect(address)
                .thenCompose(connection ->
                        view(connection, address).whenComplete((view, broken) -> Driver.close(connection)))
                .exceptionallyCompose(next -> connect(others, next));
    }

    private static CompletableFuture<Topology> view(
            StatefulRedisConnection<String, byte[]> connection, Address address) {
        AsyncCommand<String, byte[], List<Object>> command =
                Request.clusterSlots().command();
        connection.dispatch(command);
        return command.orTimeout(ANSWER_MILLIS, TimeUnit.MILLISECONDS).thenApply(answer -> {
            Topology view = Topology.read(answer, address.host());
            if (view.ranges().isEmpty()) {
                throw new RedisException("the node at " + address + " knows no cluster");
            }
            return view;
        });
    }

    private static @Nullable Topology common(List<CompletableFuture<Topology>> views) {
        Map<Topology, Integer> votes = new LinkedHashMap<>();
        for (CompletableFuture<Topology> view : views) {
            if (!view.isCompletedExceptionally()) {
                votes.merge(view.join(), 1, Integer::sum);
            }
        }
        return votes.entrySet().stream()
                .max(Comparator.comparingInt(Map.Entry::getValue))
                .map(Map.Entry::getKey)
                .orElse(null);
    }
}
