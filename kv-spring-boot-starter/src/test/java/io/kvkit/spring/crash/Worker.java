package io.kvkit.spring.crash;

import io.kvkit.ClaimsOperations;
import io.kvkit.annotation.DedupeEvent;
import io.kvkit.annotation.DedupeEvent.Preset;
import io.kvkit.annotation.Idempotent;
import io.kvkit.annotation.Idempotent.Abandoned;
import io.kvkit.claim.StoredClaim;
import io.kvkit.claim.StoredEntry.State;
import io.kvkit.recipe.once.IdempotencyContext;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** A shop in a process of its own. Its handlers pass the points {@code begun}, {@code effect} and {@code worked}. */
@RestController
class Worker {

    private static final String LEASE = "${crash.lease}";
    private static final String KEY = "Idempotency-Key";
    private static final String EVENT = "X-Event";

    private final Points points;
    private final ClaimsOperations claims;

    Worker(Points points, ClaimsOperations claims) {
        this.points = points;
        this.claims = claims;
    }

    private String work(String key, IdempotencyContext context) {
        points.reach("begun", key, context);
        points.reach("effect", key, context);
        points.reach("worked", key, context);
        if (context.leaseLost()) {
            points.reach("lease lost", key, context);
        }
        return key + " by " + points.worker() + " with fence " + context.fence();
    }

    @Idempotent(name = "pay", lease = LEASE)
    @PostMapping("/pay")
    public String pay(@RequestHeader(KEY) String key, IdempotencyContext context) {
        return work(key, context);
    }

    @Idempotent(name = "patient", lease = "10m")
    @PostMapping("/patient")
    public String patient(@RequestHeader(KEY) String key, IdempotencyContext context) {
        return work(key, context);
    }

    @Idempotent(name = "careful", lease = LEASE, onAbandoned = Abandoned.HOLD)
    @PostMapping("/careful")
    public String careful(@RequestHeader(KEY) String key, IdempotencyContext context) {
        return work(key, context);
    }

    @Idempotent(name = "failing", lease = LEASE)
    @PostMapping("/failing")
    public String failing(@RequestHeader(KEY) String key, IdempotencyContext context) {
        points.reach("effect", key, context);
        if (context.attempt() == 1) {
            throw new IllegalStateException("the first attempt fails");
        }
        return "second attempt";
    }

    @Idempotent(name = "steps", lease = LEASE)
    @PostMapping("/steps")
    public String steps(@RequestHeader(KEY) String key, IdempotencyContext context) {
        String charge = context.step("charge", String.class, () -> {
            points.reach("charge", key, context);
            return "charged in attempt " + context.attempt();
        });
        points.reach("between", key, context);
        context.step("mail", () -> points.reach("mail", key, context));
        return "" + charge;
    }

    @DedupeEvent(name = "deliver", preset = Preset.HEADER, header = EVENT, lease = LEASE)
    @PostMapping("/deliver")
    public void deliver(@RequestHeader(EVENT) String id) {
        points.reach("begun", id);
        points.reach("effect", id);
    }

    /** Returns until when a running call holds its key, in milliseconds since the epoch; 0 if there is none. */
    @GetMapping("/until")
    public String until(@RequestParam String name, @RequestParam String key) {
        StoredClaim claim = find(name, key);
        boolean held = claim != null && claim.entry().state() == State.IN_PROGRESS;
        return held ? "" + Objects.requireNonNull(claim.entry().until()).toEpochMilli() : "0";
    }

    private @Nullable StoredClaim find(String name, String key) {
        return name.equals("deliver")
                ? claims.consumer(name).find(key)
                : claims.operation(name).scoped(Passing.USER).find(key);
    }
}
