package io.kvkit.lettuce;

import io.kvkit.call.Failures;
import io.kvkit.store.Script;
import io.kvkit.store.StoreHealth;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Runs a script on one server or on all of them, as every recipe does: a server that answers PING may still not run scripts. */
final class HealthProbe {

    private static final Script SCRIPT = Script.load(HealthProbe.class, "health.lua");
    private static final Operation OPERATION = Operation.reads("health", null);

    /** How one server answered. */
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
        return calls.onEach(OPERATION, this::ask)
                .thenApply(answers -> health(answers, failure(answers)))
                .exceptionally(failure -> health(List.of(), failure));
    }

    CompletionStage<StoreHealth> run(Link link) {
        return ask(link).thenApply(answer -> health(List.of(answer), answer.failure()));
    }

    private static @Nullable Throwable failure(List<Answer> answers) {
        return answers.stream()
                .map(Answer::failure)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    private CompletableFuture<Answer> ask(Link link) {
        long asked = System.nanoTime();
        return calls.scriptTo(link, OPERATION, SCRIPT)
                .handle((reply, failure) -> new Answer(
                        link, (System.nanoTime() - asked) / 1_000, failure == null ? null : Failures.unwrap(failure)));
    }

    private StoreHealth health(List<Answer> answers, @Nullable Throwable failure) {
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
        return new StoreHealth(failure == null, Duration.ofNanos(System.nanoTime() - start), details);
    }
}
