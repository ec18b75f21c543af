package io.kvkit.spring.operation.read;

import io.kvkit.spring.KvConfigurationException;
import io.kvkit.spring.OperationSite;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import org.springframework.util.ClassUtils;

/** Refuses annotated methods whose calls no proxy intercepts. */
final class MethodRules {

    private MethodRules() {}

    static void check(OperationSite site) {
        Method method = site.method();
        int modifiers = method.getModifiers();
        if (Modifier.isPrivate(modifiers)) {
            throw refused(site, "the method is private", "Make it public, and call it from another bean");
        }
        if (Modifier.isStatic(modifiers)) {
            throw refused(site, "the method is static", "Make it a method of the bean");
        }
        if (Modifier.isFinal(modifiers)) {
            throw refused(site, "the method is final", "Remove final");
        }
        if (Modifier.isFinal(site.type().getModifiers()) && !hasInterface(site)) {
            throw refused(site, "the class is final", "Remove final");
        }
        for (Class<?> parameter : method.getParameterTypes()) {
            if (parameter.getName().equals("kotlin.coroutines.Continuation")) {
                throw site.error("", null, "suspend functions are not supported yet", "Return a Mono");
            }
        }
    }

    // A JDK proxy can intercept a method of an interface.
    private static boolean hasInterface(OperationSite site) {
        return ClassUtils.getAllInterfacesForClass(site.type()).length > 0;
    }

    private static KvConfigurationException refused(OperationSite site, String why, String mend) {
        return site.error("", null, why + ", so the annotation would do nothing", mend);
    }
}
