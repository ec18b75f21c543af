package io.kvkit.lettuce;

import io.kvkit.lettuce.RedisTopology.Address;
import io.lettuce.core.RedisException;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.protocol.AsyncCommand;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Asks the nodes of a cluster for the slot map. The view of the majority applies, because a node may be cut off. */
final class TopologyQuery {

    private static final long ANSWER_MILLIS = 1_000;

    private final Driver driver;

    TopologyQuery(Driver driver) {
        this.driver = driver;
    }

    /** Asks the connected nodes and, if their views are not conclusive, the others one after the other. */
    CompletionStage<Topology> ask(Map<Address, Session> connected, Collection<Address> others) {
        List<CompletableFuture<View>> views = new ArrayList<>();
        connected.forEach((address, session) -> views.add(view(session.connection(), address)));
        return CompletableFuture.allOf(views.toArray(CompletableFuture[]::new))
                .handle((all, failure) -> answered(views))
                .thenCompose(answered -> decide(answered, others.iterator(), null));
    }

    private CompletionStage<Topology> decide(
            List<View> answered, Iterator<Address> others, @Nullable Throwable failure) {
        Optional<Topology> believed = View.believed(answered);
        if (believed.isEmpty() && others.hasNext()) {
            return connect(others.next(), answered, others);
        }
        return believed.or(() -> View.likeliest(answered))
                .map(CompletableFuture::completedStage)
                .orElseGet(() -> CompletableFuture.failedStage(
                        failure == null ? new RedisException("no node of the cluster answered") : failure));
    }

    private CompletionStage<Topology> connect(Address address, List<View> answered, Iterator<Address> others) {
        return driver.connect(address)
                .thenCompose(connection ->
                        view(connection, address).whenComplete((view, broken) -> Driver.close(connection)))
                .handle((view, failure) -> {
                    if (view != null) {
                        answered.add(view);
                    }
                    return decide(answered, others, failure);
                })
                .thenCompose(next -> next);
    }

    private static CompletableFuture<View> view(StatefulRedisConnection<String, byte[]> connection, Address address) {
        AsyncCommand<String, byte[], List<Object>> slots =
                WordRequest.clusterSlots().command();
        AsyncCommand<String, byte[], String> info = WordRequest.clusterInfo().command();
        connection.dispatch(List.of(slots, info));
        // Not every user has the permission to read the state.
        CompletionStage<ClusterState> state =
                info.thenApply(ClusterState::read).exceptionally(refused -> ClusterState.UNKNOWN);
        return slots.thenApply(answer -> topology(answer, address))
                .thenCombine(state, View::new)
                .toCompletableFuture()
                .orTimeout(ANSWER_MILLIS, TimeUnit.MILLISECONDS);
    }

    private static Topology topology(List<Object> answer, Address address) {
        Topology topology = Topology.read(answer, address.host());
        if (topology.ranges().isEmpty()) {
            throw new RedisException("the node at " + address + " is not part of a cluster");
        }
        return topology;
    }

    private static List<View> answered(List<CompletableFuture<View>> views) {
        List<View> answered = new ArrayList<>();
        for (CompletableFuture<View> view : views) {
            if (!view.isCompletedExceptionally()) {
                answered.add(view.join());
            }
        }
        return answered;
    }
}
