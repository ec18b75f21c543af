package io.kvkit.lettuce;

import io.kvkit.call.Failures;
import io.kvkit.store.Script;
import io.kvkit.store.StoreHealth;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Checks one server or all of them with a script, because recipes use scripts: a server that answers PING may still not
 * run them.
 */
final class HealthProbe {

    private static final Script SCRIPT = Script.load(HealthProbe.class, "health.lua");
    private static final Operation OPERATION = Operation.reads("health", null);

    /** The answer of one server. */
    private record Answer(Link link, long micros, @Nullable Throwable failure) {

        @Override
        public String toString() {
            return link.name() + (failure == null ? " up in " + micros + " us" : " down: " + failure.getMessage());
        }
    }

    private final Calls calls;
    private final LettuceSettings settings;
    private final long start = System.nanoTime();

    HealthProbe(Calls calls, LettuceSettings settings) {
        this.calls = calls;
        this.settings = settings;
    }

    CompletionStage<StoreHealth> run() {
        return calls.onKnown(OPERATION, this::ask)
                .thenApply(answers -> health(answers, calls.isComplete()))
                .exceptionally(failure -> new StoreHealth(false, latency(), details(List.of(), failure)));
    }

    CompletionStage<StoreHealth> run(Link link) {
        return ask(link).thenApply(answer -> health(List.of(answer), true));
    }

    private CompletableFuture<Answer> ask(Link link) {
        long asked = System.nanoTime();
        return calls.sendTo(link, OPERATION, WordRequest.eval(SCRIPT))
                .thenCombine(refusal(link), (reply, refusal) -> refusal)
                .handle((refusal, failure) -> new Answer(
                        link,
                        (System.nanoTime() - asked) / 1_000,
                        failure == null ? refusal : Failures.unwrap(failure)));
    }

    // A master that refuses all keys still runs a script without keys. Not every user has the permission to read the
    // state.
    private CompletableFuture<@Nullable Throwable> refusal(Link link) {
        if (!(settings.topology() instanceof RedisTopology.Cluster)) {
            return CompletableFuture.completedFuture(null);
        }
        return calls.sendTo(link, OPERATION, WordRequest.clusterInfo())
                .thenApply(ClusterState::read)
                .exceptionally(unknown -> ClusterState.UNKNOWN)
                .thenApply(state -> state.ok() ? null : Errors.clusterDown(OPERATION));
    }

    private StoreHealth health(List<Answer> answers, boolean complete) {
        List<Answer> down =
                answers.stream().filter(answer -> answer.failure != null).toList();
        Map<String, String> details = details(answers, down.isEmpty() ? null : down.get(0).failure);
        boolean up = down.size() < answers.size();
        if (up && !down.isEmpty()) {
            details.put(StoreHealth.DEGRADED, down.size() + " of " + answers.size() + " masters are down");
        } else if (up && !complete) {
            details.put(StoreHealth.DEGRADED, "some slots have no master");
        }
        return new StoreHealth(up, latency(), details);
    }

    private Map<String, String> details(List<Answer> answers, @Nullable Throwable failure) {
        Map<String, String> details = new LinkedHashMap<>();
        details.put("type", "redis");
        details.put("address", settings.topology().toString());
        details.put(
                "version",
                answers.stream().map(answer -> answer.link.version()).distinct().collect(Collectors.joining(", ")));
        if (settings.topology() instanceof RedisTopology.Cluster) {
            details.put("masters", answers.stream().map(Answer::toString).collect(Collectors.joining("; ")));
        }
        if (failure != null) {
            details.put("error", String.valueOf(Failures.unwrap(failure).getMessage()));
        }
        return details;
    }

    private Duration latency() {
        return Duration.ofNanos(System.nanoTime() - start);
    }
}
