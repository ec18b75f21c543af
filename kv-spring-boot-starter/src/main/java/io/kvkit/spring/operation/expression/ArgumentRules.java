package io.kvkit.spring.operation.expression;

import io.kvkit.spring.operation.type.TypeRelations;
import java.lang.reflect.Method;
import java.util.List;
import org.springframework.core.ResolvableType;
import org.springframework.core.convert.ConversionException;
import org.springframework.core.convert.ConversionService;
import org.springframework.core.convert.support.DefaultConversionService;
import org.springframework.expression.spel.SpelNode;
import org.springframework.expression.spel.ast.Literal;
import org.springframework.expression.spel.ast.MethodReference;
import org.springframework.util.ClassUtils;

/** Refuses calls with arguments that no method of that name takes, such as {@code #s.substring(0, 'a')}. */
final class ArgumentRules {

    private static final ConversionService CONVERSIONS = DefaultConversionService.getSharedInstance();

    private ArgumentRules() {}

    /**
     * Checks a call.
     *
     * @param owner the type on which the method is called
     * @param types the types of the arguments
     * @throws MissingMemberException if the call fails for all values
     */
    static void check(ResolvableType owner, MethodReference call, ResolvableType[] types) {
        Class<?> type = TypeRelations.raw(owner);
        if (type == null || OpenTypes.mayHave(type, each -> true)) {
            return;
        }
        List<Method> found = Members.methods(type, call.getName(), types.length);
        if (!found.isEmpty() && found.stream().noneMatch(method -> takes(method, call, types))) {
            throw new MissingMemberException(
                    type.getSimpleName() + "." + call.getName() + " does not take such arguments",
                    "Write those that it takes");
        }
    }

    private static boolean takes(Method method, SpelNode call, ResolvableType[] types) {
        if (method.isVarArgs()) {
            return true;
        }
        for (int i = 0; i < types.length; i++) {
            Class<?> wanted = ClassUtils.resolvePrimitiveIfNecessary(method.getParameterTypes()[i]);
            Class<?> known = TypeRelations.raw(types[i]);
            if (known != null && !becomes(call.getChild(i), known, wanted)) {
                return false;
            }
        }
        return true;
    }

    private static boolean becomes(SpelNode argument, Class<?> known, Class<?> wanted) {
        return argument instanceof Literal literal
                ? converts(literal, wanted)
                : TypeRelations.mayBe(known, wanted) || CONVERSIONS.canConvert(known, wanted);
    }

    private static boolean converts(Literal literal, Class<?> wanted) {
        try {
            CONVERSIONS.convert(literal.getLiteralValue().getValue(), wanted);
            return true;
        } catch (ConversionException e) {
            return false;
        }
    }
}
