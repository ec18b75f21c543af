package io.kvkit.spring.operation.read;

import io.kvkit.spring.KvConfigurationException;
import io.kvkit.spring.operation.Operation;
import io.kvkit.spring.operation.OperationRegistry;
import io.kvkit.spring.operation.OperationSettings;
import io.kvkit.spring.operation.Operations;
import io.kvkit.spring.operation.expression.TenantRules;
import io.kvkit.spring.operation.type.Signature;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.core.BridgeMethodResolver;
import org.springframework.core.MethodClassKey;
import org.springframework.util.ClassUtils;
import org.springframework.util.StringValueResolver;

/**
 * Finds the operations of every method. It reads and checks annotations and settings once and caches the outcome.
 *
 * <p>It finds annotations on a method, on the methods that it overrides or implements, and as meta-annotations. Safe
 * for use by several threads.
 */
public final class OperationSource {

    private final Annotations annotations;
    private final CandidateClasses candidates;
    private final OperationReader reader;
    private final OperationRegistry registry;
    private final @Nullable BeanFactory beans;
    private final Map<Class<?>, Map<Method, Operations>> byClass = new ConcurrentHashMap<>();
    private final Map<MethodClassKey, Operations> byMethod = new ConcurrentHashMap<>();

    /** Creates a source that finds the candidates itself. */
    public OperationSource(OperationSettings settings, StringValueResolver placeholders, @Nullable BeanFactory beans) {
        this(settings, placeholders, beans, new CandidateClasses(settings.annotations()));
    }

    /**
     * Creates a source.
     *
     * @param placeholders resolves <code>${...}</code> in attributes, and throws IllegalArgumentException if it cannot
     * @param beans the beans that expressions read as {@code @bean}; null if there are none
     * @param candidates the classes that may have operations
     */
    public OperationSource(
            OperationSettings settings,
            StringValueResolver placeholders,
            @Nullable BeanFactory beans,
            CandidateClasses candidates) {
        this.candidates = candidates;
        this.annotations = new Annotations(settings.annotations());
        this.registry = new OperationRegistry(settings);
        this.beans = beans;
        this.reader = new OperationReader(settings, placeholders, beans, registry);
    }

    /**
     * Returns the operations of a method as an object of a class has it; {@link Operations#NONE} if there are none.
     *
     * @param method the method, of the class or of an interface
     * @param targetClass the class of the object behind the proxy; null for the method's own
     * @throws KvConfigurationException if an annotation in the class is wrong
     */
    public Operations find(Method method, @Nullable Class<?> targetClass) {
        MethodClassKey key = new MethodClassKey(method, targetClass);
        Operations known = byMethod.get(key);
        if (known != null) {
            return known;
        }
        Class<?> type = targetClass == null ? method.getDeclaringClass() : targetClass;
        Map<Method, Operations> all = operations(type);
        if (all.isEmpty()) {
            return Operations.NONE;
        }
        Method specific = BridgeMethodResolver.getMostSpecificMethod(method, ClassUtils.getUserClass(type));
        Operations found = all.getOrDefault(specific, all.getOrDefault(method, Operations.NONE));
        Operations operations = found.isEmpty() ? declaredElsewhere(method, type, all) : found;
        byMethod.put(key, operations);
        return operations;
    }

    // A proxy may be called by another interface that declares the same method.
    private static Operations declaredElsewhere(Method method, Class<?> type, Map<Method, Operations> all) {
        Signature signature = Signature.of(type, method);
        return all.entrySet().stream()
                .filter(each -> each.getKey().getDeclaringClass().isInterface())
                .filter(each -> Signature.of(type, each.getKey()).equals(signature))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(Operations.NONE);
    }

    /**
     * Reads and checks a class, and returns whether it has operations.
     *
     * @throws KvConfigurationException if an annotation in the class is wrong, or contradicts another class's
     */
    public boolean validate(Class<?> type) {
        return !operations(type).isEmpty();
    }

    /**
     * Refuses an annotated class that needs a subclass proxy but cannot have a subclass, which would ignore its
     * annotations.
     *
     * @throws KvConfigurationException if it has operations and no subclass of it can be made
     */
    public static void requireSubclass(Class<?> type, List<Class<? extends Annotation>> annotations) {
        SubclassRules.check(type, new Annotations(annotations));
    }

    /**
     * Returns the operations of all methods of a class.
     *
     * @throws KvConfigurationException if an annotation in the class is wrong, or contradicts another class's
     */
    public List<Operation> of(Class<?> type) {
        return operations(type).values().stream()
                .flatMap(operations -> operations.all().stream())
                .toList();
    }

    /** Returns all operations that were found so far. */
    public OperationRegistry registry() {
        return registry;
    }

    private Map<Method, Operations> operations(Class<?> type) {
        Map<Method, Operations> known = byClass.get(type);
        return known == null ? read(type) : known;
    }

    private synchronized Map<Method, Operations> read(Class<?> type) {
        Map<Method, Operations> known = byClass.get(type);
        if (known != null) {
            return known;
        }
        Map<Method, Operations> read = new HashMap<>();
        Class<?> user = ClassUtils.getUserClass(type);
        if (Proxy.isProxyClass(type)) {
            Arrays.stream(type.getInterfaces()).map(this::read).forEach(read::putAll);
        } else if (user != type) {
            read.putAll(read(user));
        } else if (candidates.mayHaveAny(type)) {
            annotations.check(type);
            ClassMethods.of(type, annotations).forEach(method -> read.put(method, reader.read(type, method)));
            read.values().forEach(this::add);
        }
        byClass.put(type, Map.copyOf(read));
        return read;
    }

    private void add(Operations operations) {
        operations.all().forEach(operation -> operation.check(operations, beans));
        operations
                .all()
                .forEach(operation ->
                        TenantRules.check(operation.site(), operation.key().scope(), beans));
        registry.add(operations.all());
    }
}
