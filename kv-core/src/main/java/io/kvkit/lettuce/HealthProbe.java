package io.kvkit.lettuce;

import io.kvkit.call.Failures;
import io.kvkit.store.Script;
import io.kvkit.store.StoreHealth;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Runs a script, as every recipe does: a server that answers PING may still not run scripts. */
final class HealthProbe {

    private static final Script SCRIPT = Script.load(HealthProbe.class, "health.lua");

    private final Calls calls;
    private final LettuceSettings settings;
    private final Link link;

    HealthProbe(Calls calls, LettuceSettings settings, Link link) {
        this.calls = calls;
        this.settings = settings;
        this.link = link;
    }

    CompletionStage<StoreHealth> run() {
        long start = System.nanoTime();
        return calls.script(
                        Operation.reads("health", null),
                        SCRIPT,
                        new String[0],
                        new byte[0][],
                        reply -> new String(reply, StandardCharsets.US_ASCII))
                .handle((reply, failure) -> health(Duration.ofNanos(System.nanoTime() - start), failure));
    }

    private StoreHealth health(Duration latency, @Nullable Throwable failure) {
        Map<String, String> details = new LinkedHashMap<>();
        details.put("type", "redis");
        details.put("address", settings.topology().toString());
        details.put("version", link.version());
        if (failure != null) {
            details.put("error", String.valueOf(Failures.unwrap(failure).getMessage()));
        }
        return new StoreHealth(failure == null, latency, details);
    }
}
