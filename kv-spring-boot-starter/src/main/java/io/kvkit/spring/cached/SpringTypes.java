package io.kvkit.spring.cached;

import io.kvkit.spring.OperationSite;
import io.kvkit.spring.intercept.MethodDrivers;
import io.kvkit.spring.operation.type.MethodAnnotations;
import io.kvkit.spring.operation.type.ReturnShape;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.cache.annotation.AnnotationCacheOperationSource;
import org.springframework.cache.interceptor.CacheOperation;
import org.springframework.cache.interceptor.CacheOperationSource;
import org.springframework.cache.interceptor.CachePutOperation;
import org.springframework.cache.interceptor.CacheableOperation;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.ResolvableType;
import org.springframework.util.ClassUtils;

/**
 * The caches that methods with annotations of Spring's cache abstraction name, and the declared types of their values. A
 * value is only ever read as one of these types.
 */
final class SpringTypes {

    static final String NAME = "[A-Za-z0-9._-]{1,64}";

    private final CacheOperationSource source = new AnnotationCacheOperationSource(false);
    private final Map<String, Map<Type, OperationSite>> byName = new TreeMap<>();
    private final Predicate<String> isDeclared;

    /**
     * Creates types.
     *
     * @param isDeclared whether a property declares the type of a cache, so that those of its methods do not matter
     */
    SpringTypes(Predicate<String> isDeclared) {
        this.isDeclared = isDeclared;
    }

    /** Returns the names. */
    Set<String> names() {
        return byName.keySet();
    }

    /** Returns the declared types of the values of a cache. */
    List<Type> of(String name) {
        return List.copyOf(byName.getOrDefault(name, Map.of()).keySet());
    }

    /**
     * Reads a class.
     *
     * @throws io.kvkit.spring.KvConfigurationException if a name is not valid, or the types of a name cannot be told apart
     */
    void read(Class<?> type) {
        Class<?> user = ClassUtils.getUserClass(type);
        if (user.getName().startsWith("java.") || !source.isCandidateClass(user)) {
            return;
        }
        Map<Method, Collection<CacheOperation>> methods =
                MethodIntrospector.selectMethods(user, (Method method) -> operations(user, method));
        methods.forEach((method, operations) -> operations.forEach(operation -> add(user, method, operation)));
    }

    private @Nullable Collection<CacheOperation> operations(Class<?> type, Method method) {
        for (Method each : MethodAnnotations.searched(type, method).toList()) {
            Collection<CacheOperation> found = source.getCacheOperations(each, type);
            if (found != null && !found.isEmpty()) {
                return found;
            }
        }
        return null;
    }

    private void add(Class<?> type, Method method, CacheOperation operation) {
        for (String name : operation.getCacheNames()) {
            OperationSite site = new OperationSite(type, method, annotation(operation));
            if (!name.matches(NAME)) {
                throw site.error(
                        "cacheNames",
                        name,
                        "it is not a valid name of a cache",
                        "Use 1 to 64 letters, digits, dots, underscores or hyphens");
            }
            Map<Type, OperationSite> types = byName.computeIfAbsent(name, first -> new LinkedHashMap<>());
            boolean hasValue = operation instanceof CacheableOperation || operation instanceof CachePutOperation;
            ReturnShape returns = ReturnShape.of(method, type, MethodDrivers.kinds());
            if (hasValue && !returns.isVoid() && !isDeclared.test(name)) {
                add(types, value(returns), site, name);
            }
        }
    }

    private static String annotation(CacheOperation operation) {
        if (operation instanceof CacheableOperation) {
            return "Cacheable";
        }
        return operation instanceof CachePutOperation ? "CachePut" : "CacheEvict";
    }

    // Spring puts the elements of a Flux into a cache as a list.
    private static Type value(ReturnShape returns) {
        Type type = returns.type() instanceof Class<?> plain
                ? ClassUtils.resolvePrimitiveIfNecessary(plain)
                : returns.type();
        return returns.kind().isStream()
                ? ResolvableType.forClassWithGenerics(List.class, ResolvableType.forType(type))
                        .getType()
                : type;
    }

    private static void add(Map<Type, OperationSite> types, Type type, OperationSite site, String name) {
        if (types.keySet().stream().anyMatch(known -> isSame(known, type))) {
            return;
        }
        types.forEach((known, other) -> {
            if (areAlike(known, type)) {
                throw site.error(
                        "cacheNames",
                        name,
                        "it stores " + type.getTypeName() + ", and " + other + " stores " + known.getTypeName()
                                + " under this name: a value does not show which of them it is",
                        "Give them two names, or set kv.cache.caches." + name + ".type");
            }
        });
        types.put(type, site);
    }

    private static boolean isSame(Type one, Type other) {
        return one.getTypeName().equals(other.getTypeName());
    }

    // A value shows its class, but not the types of its elements.
    private static boolean areAlike(Type one, Type other) {
        Class<?> a = OneOfTypes.raw(one);
        Class<?> b = OneOfTypes.raw(other);
        boolean generic = a.getTypeParameters().length > 0 || b.getTypeParameters().length > 0;
        return a == b || (generic && a != Object.class && b != Object.class && related(a, b));
    }

    private static boolean related(Class<?> one, Class<?> other) {
        return one.isAssignableFrom(other) || other.isAssignableFrom(one);
    }
}
