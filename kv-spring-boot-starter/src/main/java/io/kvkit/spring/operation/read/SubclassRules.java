package io.kvkit.spring.operation.read;

import io.kvkit.spring.KvConfigurationException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;

/** Refuses annotated classes that cannot have a subclass, before Spring fails to make one. */
final class SubclassRules {

    private SubclassRules() {}

    static void check(Class<?> type, Annotations annotations) {
        String problem = type.getName().startsWith("java.") ? null : problem(type);
        if (problem != null) {
            annotated(type, annotations).ifPresent(method -> {
                throw refused(type, method, problem);
            });
        }
    }

    private static KvConfigurationException refused(Class<?> type, Method method, String problem) {
        String instead = ClassUtils.getAllInterfacesForClass(type).length == 0
                ? ""
                : ", or have its interface proxied: with @Proxyable(ProxyType.INTERFACES), or"
                        + " spring.aop.proxy-target-class=false for all beans";
        return new KvConfigurationException(
                type,
                type.getName() + "." + method.getName() + "()",
                "The annotation",
                problem + ", so it would do nothing",
                "Open the class" + instead);
    }

    private static Optional<Method> annotated(Class<?> type, Annotations annotations) {
        try {
            return ClassMethods.of(type, annotations).stream().findFirst();
        } catch (IllegalStateException e) {
            // A signature refers to an absent class; nothing can proxy such a bean anyway.
            return Optional.empty();
        }
    }

    private static @Nullable String problem(Class<?> type) {
        if (Modifier.isFinal(type.getModifiers())) {
            return "the class is " + (type.isRecord() ? "a record" : "final");
        }
        if (type.isSealed()) {
            return "the class is sealed";
        }
        Constructor<?>[] constructors = type.getDeclaredConstructors();
        boolean closed = constructors.length > 0
                && Arrays.stream(constructors).allMatch(each -> Modifier.isPrivate(each.getModifiers()));
        return closed ? "all constructors of the class are private" : null;
    }
}
