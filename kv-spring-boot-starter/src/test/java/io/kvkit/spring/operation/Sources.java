package io.kvkit.spring.operation;

import io.kvkit.spring.operation.OperationSettings.Area;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Map;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

/** Operation sources for tests, and their operations by the name of the method. */
final class Sources {

    private Sources() {}

    static OperationSource plain() {
        return with(OperationSettings.NONE);
    }

    static OperationSource with(OperationSettings settings) {
        return with(settings, Map.of());
    }

    static OperationSource with(OperationSettings settings, Map<String, Object> properties) {
        StandardEnvironment environment = new StandardEnvironment();
        environment.getPropertySources().addFirst(new MapPropertySource("test", properties));
        StaticListableBeanFactory beans = new StaticListableBeanFactory();
        beans.addBean("regions", new Regions());
        KvTenantResolver tenants = () -> null;
        beans.addBean("tenants", tenants);
        return new OperationSource(settings, environment::resolveRequiredPlaceholders, beans);
    }

    static OperationSettings cache(CacheSettings defaults, Map<String, CacheSettings> byName) {
        return new OperationSettings(
                true,
                new Area<>(true, defaults, byName),
                Area.of(IdempotencySettings.NONE),
                Area.of(RateLimitSettings.NONE),
                Area.of(DedupeSettings.NONE));
    }

    static OperationSettings idempotency(IdempotencySettings defaults, Map<String, IdempotencySettings> byName) {
        return new OperationSettings(
                true,
                Area.of(CacheSettings.NONE),
                new Area<>(true, defaults, byName),
                Area.of(RateLimitSettings.NONE),
                Area.of(DedupeSettings.NONE));
    }

    static OperationSettings rateLimit(RateLimitSettings defaults, Map<String, RateLimitSettings> byName) {
        return new OperationSettings(
                true,
                Area.of(CacheSettings.NONE),
                Area.of(IdempotencySettings.NONE),
                new Area<>(true, defaults, byName),
                Area.of(DedupeSettings.NONE));
    }

    static Method method(Class<?> type, String name) {
        return Arrays.stream(type.getMethods())
                .filter(method -> method.getName().equals(name) && !method.isBridge())
                .findFirst()
                .orElseThrow();
    }

    static Operations operations(Class<?> type, String method) {
        return plain().find(method(type, method), type);
    }

    static CachedOperation cached(Class<?> type, String method) {
        return cached(plain(), type, method);
    }

    static CachedOperation cached(OperationSource source, Class<?> type, String method) {
        CachedOperation cached = source.find(method(type, method), type).cached();
        if (cached == null) {
            throw new AssertionError("No @Cached on " + method);
        }
        return cached;
    }

    static Invocation call(Class<?> type, String method, Object... arguments) {
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
