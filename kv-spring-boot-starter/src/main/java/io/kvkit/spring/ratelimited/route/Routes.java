package io.kvkit.spring.ratelimited.route;

import io.kvkit.spring.KvPropertyException;
import io.kvkit.spring.RateLimitKeyResolver;
import io.kvkit.spring.intercept.KeySpace;
import io.kvkit.spring.operation.attribute.ValueRules;
import io.kvkit.spring.operation.key.text.KeyForms;
import io.kvkit.spring.operation.key.text.KeyText;
import io.kvkit.spring.operation.key.text.KeyText.Nulls;
import io.kvkit.spring.ratelimited.KeyResolvers;
import io.kvkit.spring.ratelimited.LiveLimit;
import io.kvkit.spring.ratelimited.LiveLimits;
import io.kvkit.spring.ratelimited.RouteProperties;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;
import org.springframework.web.util.pattern.PatternParseException;

/**
 * Reads routes from properties.
 *
 * @param limits the settings of all limits
 * @param keys the part of the store that belongs to this application
 * @param beans the beans of the application
 */
public record Routes(LiveLimits limits, KeySpace keys, BeanFactory beans) {

    /** Writes keys as annotations do. */
    public KeyText texts() {
        return new KeyText(Nulls.MISSING, KeyForms.of(beans));
    }

    /**
     * Returns the routes whose limits are enabled.
     *
     * @throws KvPropertyException if one has no limit, or has a wrong path or an unknown bean
     */
    public List<Route> of(List<RouteProperties> properties) {
        List<Route> routes = new ArrayList<>();
        for (int i = 0; i < properties.size(); i++) {
            Route route = route(properties.get(i), RouteProperties.place(i));
            if (limits.isConfigured(route.name())) {
                routes.add(route);
            }
        }
        return routes;
    }

    private Route route(RouteProperties properties, String place) {
        String name = Objects.requireNonNull(properties.limit());
        LiveLimit limit = limits.find(name);
        if (limit == null) {
            throw new KvPropertyException(
                    place + ".limit=" + name + ": there is no limit with this name",
                    "Set kv.rate-limit.limits." + name + ".limit and .window");
        }
        return new Route(
                place,
                path(Objects.requireNonNull(properties.path()), place),
                Set.copyOf(properties.methods()),
                name,
                limit,
                limits.namespace(keys, name),
                resolver(properties.keyResolver(), place));
    }

    private @Nullable Supplier<RateLimitKeyResolver> resolver(@Nullable String bean, String place) {
        return bean == null || bean.isBlank()
                ? null
                : new KeyResolvers(beans).named(bean, place + ".key-resolver", ValueRules::refused);
    }

    private static PathPattern path(String path, String place) {
        try {
            return PathPatternParser.defaultInstance.parse(path);
        } catch (PatternParseException e) {
            throw new KvPropertyException(
                    place + ".path=" + path + " is no path pattern: " + e.getMessage(),
                    "Write a path such as /login or /files/{name}");
        }
    }
}
