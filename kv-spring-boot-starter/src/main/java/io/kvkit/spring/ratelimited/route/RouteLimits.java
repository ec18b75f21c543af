package io.kvkit.spring.ratelimited.route;

import io.kvkit.call.CallGuard;
import io.kvkit.recipe.ratelimit.Charge;
import io.kvkit.recipe.ratelimit.ChargeOn;
import io.kvkit.recipe.ratelimit.LimitTerms;
import io.kvkit.recipe.ratelimit.LimitWait;
import io.kvkit.recipe.ratelimit.OnStoreFailure;
import io.kvkit.recipe.ratelimit.RateLimitCall;
import io.kvkit.recipe.ratelimit.RateLimitSettings;
import io.kvkit.spring.KvKeyException;
import io.kvkit.spring.KvKeyException.Reason;
import io.kvkit.spring.KvTenantResolver;
import io.kvkit.spring.operation.key.text.KeyText;
import io.kvkit.spring.web.ClientAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Decides about requests by their path. Immutable and safe for use by several threads. */
public final class RouteLimits {

    private final List<Route> routes;
    private final CallGuard<RateLimitCall> guard;
    private final KeyText texts;
    private final ClientAddress addresses;
    private final @Nullable KvTenantResolver tenants;

    /**
     * Creates limits.
     *
     * @param routes the routes
     * @param guard decides about calls
     * @param texts writes keys
     * @param addresses determines the address of the client
     * @param tenants finds the tenant; null if the application has no resolver
     */
    public RouteLimits(
            List<Route> routes,
            CallGuard<RateLimitCall> guard,
            KeyText texts,
            ClientAddress addresses,
            @Nullable KvTenantResolver tenants) {
        this.routes = List.copyOf(routes);
        this.guard = guard;
        this.texts = texts;
        this.addresses = addresses;
        this.tenants = tenants;
    }

    /**
     * Returns the decision to make about a request; null if no route matches.
     *
     * @throws KvKeyException if nobody can be told who is limited
     */
    @Nullable
    RouteDecision decision(RouteRequest request) {
        List<Charge> charges = new ArrayList<>(1);
        Set<String> names = new HashSet<>(2);
        OnStoreFailure strictest = OnStoreFailure.OPEN;
        for (Route route : routes) {
            if (route.matches(request) && names.add(route.name())) {
                RateLimitSettings settings = route.limit().get();
                Charge charge = charge(route, settings, request);
                charges.add(charge);
                strictest = charge.isEnforced() ? strictest.stricter(settings.onStoreFailure()) : strictest;
            }
        }
        return charges.isEmpty() ? null : new RouteDecision(guard, charges, strictest);
    }

    private Charge charge(Route route, RateLimitSettings settings, RouteRequest request) {
        String ip = addresses.of(request.remote(), request.headers());
        String id = texts.of(route.key(new RouteCaller(route.name(), ip, request.headers(), tenants)));
        if (id == null) {
            throw new KvKeyException(
                    Reason.NULL, route.place() + ".key-resolver", "the key, or a part of it, is null or blank");
        }
        // A filter neither waits nor sees the end of the call that the handler makes.
        LimitTerms terms = settings.terms().with(ChargeOn.ALWAYS).with(LimitWait.NONE);
        return new Charge(route.name(), route.namespace().key(id), settings.meter(), 1, terms);
    }
}
