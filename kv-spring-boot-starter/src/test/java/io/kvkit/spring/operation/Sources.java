package io.kvkit.spring.operation;

import io.kvkit.spring.KvTenantResolver;
import io.kvkit.spring.autoconfigure.Areas;
import io.kvkit.spring.cached.CacheArea;
import io.kvkit.spring.cached.CacheProperties;
import io.kvkit.spring.cached.CachedOperation;
import io.kvkit.spring.idempotent.IdempotencyArea;
import io.kvkit.spring.idempotent.IdempotencyProperties;
import io.kvkit.spring.intercept.MethodDrivers;
import io.kvkit.spring.operation.expression.Client;
import io.kvkit.spring.operation.expression.Invocation;
import io.kvkit.spring.operation.read.OperationSource;
import io.kvkit.spring.ratelimited.RateLimitArea;
import io.kvkit.spring.ratelimited.RateLimitProperties;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

/** Operation sources for tests, and their operations by the name of the method. */
public final class Sources {

    private Sources() {}

    public static OperationSource plain() {
        return with(Areas.unset());
    }

    public static OperationSource with(OperationSettings settings) {
        return with(settings, Map.of());
    }

    public static OperationSource with(OperationSettings settings, Map<String, Object> properties) {
        StandardEnvironment environment = new StandardEnvironment();
        environment.getPropertySources().addFirst(new MapPropertySource("test", properties));
        StaticListableBeanFactory beans = new StaticListableBeanFactory();
        beans.addBean("regions", new Regions());
        KvTenantResolver tenants = () -> null;
        beans.addBean("tenants", tenants);
        return new OperationSource(settings, environment::resolveRequiredPlaceholders, beans);
    }

    static OperationSettings cache(CacheProperties.Cache defaults, Map<String, CacheProperties.Cache> byName) {
        return settings(new AreaSettings<>(CacheArea.CACHE, true, defaults, byName));
    }

    static OperationSettings idempotency(
            IdempotencyProperties.Operation defaults, Map<String, IdempotencyProperties.Operation> byName) {
        return settings(new AreaSettings<>(IdempotencyArea.IDEMPOTENCY, true, defaults, byName));
    }

    static OperationSettings rateLimit(
            RateLimitProperties.Limit defaults, Map<String, RateLimitProperties.Limit> byName) {
        return settings(new AreaSettings<>(RateLimitArea.RATE_LIMIT, true, defaults, byName));
    }

    /** Settings of some areas; nothing is said about the others. */
    static OperationSettings settings(AreaSettings<?>... said) {
        List<AreaSettings<?>> all = new ArrayList<>();
        for (Area<?> area : Areas.ALL) {
            all.add(Arrays.stream(said)
                    .filter(settings -> settings.area() == area)
                    .findFirst()
                    .orElseGet(() -> AreaSettings.nothing(area)));
        }
        return new OperationSettings(true, MethodDrivers.kinds(), all);
    }

    public static Method method(Class<?> type, String name) {
        return Arrays.stream(type.getMethods())
                .filter(method -> method.getName().equals(name) && !method.isBridge())
                .findFirst()
                .orElseThrow();
    }

    public static Operations operations(Class<?> type, String method) {
        return plain().find(method(type, method), type);
    }

    public static CachedOperation cached(Class<?> type, String method) {
        return cached(plain(), type, method);
    }

    public static CachedOperation cached(OperationSource source, Class<?> type, String method) {
        CachedOperation cached = source.find(method(type, method), type).only(CachedOperation.class);
        if (cached == null) {
            throw new AssertionError("No @Cached on " + method);
        }
        return cached;
    }

    public static Invocation call(Class<?> type, String method, Object... arguments) {
        return new Invocation(new Object(), method(type, method), arguments, Client.NONE);
    }

    /** A bean that expressions name. */
    static final class Regions {

        public String told() {
            return "true";
        }

        public String of(long id) {
            if (id < 0) {
                throw new IllegalStateException("secret " + id);
            }
            return id < 100 ? "eu" : "us";
        }
    }
}
