package io.kvkit.spring.operation.key.equality;

import io.kvkit.spring.operation.key.equality.EqualsCode.Instruction;
import io.kvkit.spring.operation.key.equality.EqualsWay.Value;
import io.kvkit.spring.operation.key.equality.EqualsWay.Value.Part;
import io.kvkit.spring.operation.key.equality.EqualsWay.Value.Side;
import io.kvkit.spring.operation.key.equality.EqualsWay.Value.Verdict;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.springframework.asm.Opcodes;
import org.springframework.asm.Type;
import org.springframework.util.StringUtils;

/** Models the results of calls in an {@code equals()}: parts of the objects, and verdicts about those parts. */
final class EqualsCalls {

    private static final String SUPER = "super.equals()";

    /** The methods that return their argument in another form. */
    private static final Set<String> FORMS = Set.of(
            "valueOf",
            "floatToIntBits",
            "floatToRawIntBits",
            "doubleToLongBits",
            "doubleToRawLongBits",
            "requireNonNull");

    private final Set<String> hierarchy;
    private final Set<String> lookedAt;

    EqualsCalls(Set<String> hierarchy, Set<String> lookedAt) {
        this.hierarchy = hierarchy;
        this.lookedAt = lookedAt;
    }

    /** Returns the names of the parts that are alike if two values are alike. */
    static Set<String> alike(Value one, Value other) {
        return one instanceof Part part && part.counterpart().equals(other) ? Set.of(part.name()) : Set.of();
    }

    /** Returns a field, or the result of a method without arguments, which may be that field. */
    Value field(Value owner, String name) {
        if (!(owner instanceof Side side)) {
            return EqualsWay.UNKNOWN;
        }
        String property = StringUtils.uncapitalize(name.replaceFirst("^(get|is)(?=[A-Z])", ""));
        lookedAt.add(property);
        return new Part(side.own(), property);
    }

    /** Applies a call to a way. */
    void call(EqualsWay way, Instruction call) {
        List<Value> arguments = way.pop(Type.getArgumentCount(call.descriptor()));
        Value receiver = call.opcode() == Opcodes.INVOKESTATIC ? EqualsWay.UNKNOWN : way.pop();
        Value result = result(way, call, receiver, arguments);
        if (Type.getReturnType(call.descriptor()).getSort() != Type.VOID) {
            way.push(result);
        }
    }

    private Value result(EqualsWay way, Instruction call, Value receiver, List<Value> arguments) {
        if (call.opcode() == Opcodes.INVOKESPECIAL && call.name().equals("equals")) {
            lookedAt.add(SUPER);
            return new Verdict(Set.of(SUPER), false);
        }
        if (call.owner().endsWith("/EqualsBuilder")) {
            return built(way, call, arguments);
        }
        boolean isStatic = call.opcode() == Opcodes.INVOKESTATIC;
        if (arguments.isEmpty()) {
            return hierarchy.contains(call.owner()) ? field(receiver, call.name()) : unboxed(call, receiver);
        }
        if (arguments.size() == 1 && isStatic) {
            return FORMS.contains(call.name()) ? arguments.get(0) : EqualsWay.UNKNOWN;
        }
        if (arguments.size() == 1) {
            return compared(call, receiver, arguments.get(0));
        }
        return arguments.size() == 2 && isStatic
                ? compared(call, arguments.get(0), arguments.get(1))
                : EqualsWay.UNKNOWN;
    }

    private static Value compared(Instruction call, Value one, Value other) {
        int type = Type.getReturnType(call.descriptor()).getSort();
        boolean isOrder = call.name().startsWith("compare") && type == Type.INT;
        boolean isEquality = type == Type.BOOLEAN && !call.name().equals("canEqual");
        return isOrder || isEquality ? new Verdict(alike(one, other), isOrder) : EqualsWay.UNKNOWN;
    }

    private static Value unboxed(Instruction call, Value receiver) {
        String owner = call.owner().substring(call.owner().lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
        boolean isWhole =
                call.name().endsWith("Value") && owner.startsWith(call.name().replace("Value", ""));
        return isWhole ? receiver : EqualsWay.UNKNOWN;
    }

    private static Value built(EqualsWay way, Instruction call, List<Value> arguments) {
        if (call.name().equals("append") && arguments.size() == 2) {
            way.built().addAll(alike(arguments.get(0), arguments.get(1)));
        } else if (call.name().equals("appendSuper") && arguments.get(0) instanceof Verdict verdict) {
            way.built().addAll(verdict.parts());
        }
        return call.name().equals("isEquals") || call.name().equals("build")
                ? new Verdict(Set.copyOf(way.built()), false)
                : EqualsWay.UNKNOWN;
    }
}
