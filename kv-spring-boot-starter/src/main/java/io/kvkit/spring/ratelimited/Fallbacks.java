package io.kvkit.spring.ratelimited;

import io.kvkit.spring.OperationSite;
import io.kvkit.spring.operation.Declaration;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/** Finds the method that a {@code fallback} names, and refuses a method that does not fit. */
final class Fallbacks {

    private static final String REFUSAL = "io.kvkit.recipe.ratelimit.RateLimitExceededException";

    private Fallbacks() {}

    static @Nullable Fallback find(Declaration declaration) {
        String name = declaration.attributes().text("fallback");
        OperationSite site = declaration.site();
        if (name.isEmpty()) {
            return null;
        }
        if (declaration.ofClass()) {
            throw site.error("fallback", name, "a class has none", "Annotate the method");
        }
        List<Method> candidates = candidates(site, name);
        for (Method candidate : candidates) {
            if (fits(candidate, site.method())) {
                return accessible(candidate, site.method());
            }
        }
        String wanted = site.place().substring(site.place().indexOf('('));
        throw site.error(
                "fallback",
                name,
                candidates.isEmpty()
                        ? "there is no such method in " + site.type().getSimpleName()
                        : "no method of that name has the parameters and the return type of this one",
                "Write " + site.method().getReturnType().getSimpleName() + " " + name + wanted
                        + ", or with a RateLimitExceededException as one more parameter");
    }

    private static List<Method> candidates(OperationSite site, String name) {
        List<Method> candidates = new ArrayList<>();
        ReflectionUtils.doWithMethods(
                site.type(),
                candidates::add,
                method -> method.getName().equals(name) && !method.isBridge() && !method.equals(site.method()));
        return candidates;
    }

    private static boolean fits(Method candidate, Method method) {
        Class<?>[] wanted = method.getParameterTypes();
        Class<?>[] given = candidate.getParameterTypes();
        boolean sameStart = given.length >= wanted.length && Arrays.equals(wanted, Arrays.copyOf(given, wanted.length));
        boolean oneMore = given.length == wanted.length + 1 && takesRefusal(given[wanted.length]);
        return sameStart
                && (given.length == wanted.length || oneMore)
                && ClassUtils.isAssignable(method.getReturnType(), candidate.getReturnType());
    }

    private static boolean takesRefusal(Class<?> type) {
        return type == Throwable.class
                || type == Exception.class
                || type == RuntimeException.class
                || type.getName().equals("io.kvkit.call.KvRejectedException")
                || type.getName().equals(REFUSAL);
    }

    private static Fallback accessible(Method fallback, Method method) {
        ReflectionUtils.makeAccessible(fallback);
        return new Fallback(fallback, fallback.getParameterCount() > method.getParameterCount());
    }
}
