package io.kvkit.spring.operation.key.equality;

import io.kvkit.spring.operation.key.equality.EqualsCode.Instruction;
import io.kvkit.spring.operation.key.equality.EqualsWay.Value;
import io.kvkit.spring.operation.key.equality.EqualsWay.Value.Constant;
import io.kvkit.spring.operation.key.equality.EqualsWay.Value.Null;
import io.kvkit.spring.operation.key.equality.EqualsWay.Value.Part;
import io.kvkit.spring.operation.key.equality.EqualsWay.Value.Side;
import io.kvkit.spring.operation.key.equality.EqualsWay.Value.Verdict;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.springframework.asm.Opcodes;

/**
 * Walks all ways through an {@code equals()} and checks that each way that returns true has compared every part that
 * the code reads. This finds an {@code equals()} that ignores a comparison, or accepts one of two parts or null.
 */
final class EqualsPaths {

    private static final int MOST_WAYS = 20_000;

    private final EqualsCode code;
    private final EqualsCalls calls;
    private final Set<String> lookedAt = new HashSet<>();
    private final Set<EqualsWay> known = new HashSet<>();
    private final Deque<EqualsWay> open = new ArrayDeque<>();

    EqualsPaths(EqualsCode code, Set<String> hierarchy) {
        this.code = code;
        this.calls = new EqualsCalls(hierarchy, lookedAt);
    }

    /** Returns whether every way that returns true has compared all parts; false also if that cannot be determined. */
    boolean allCompare() {
        if (code.isEmpty()) {
            return true;
        }
        Set<EqualsWay> ends = new HashSet<>();
        open.push(EqualsWay.first());
        while (!open.isEmpty()) {
            if (known.size() > MOST_WAYS || !walk(open.pop(), ends)) {
                return false;
            }
        }
        // Only now are all ways known, and with them all parts that any way reads.
        return ends.stream().allMatch(end -> end.same().containsAll(lookedAt));
    }

    private boolean walk(EqualsWay way, Set<EqualsWay> ends) {
        for (int at = way.at(); at < code.instructions().size(); at++) {
            Instruction instruction = code.instructions().get(at);
            if (instruction.target() != null) {
                jump(way, instruction, code.place(instruction.target()), at + 1);
                return true;
            }
            if (instruction.opcode() == Opcodes.IRETURN) {
                end(way, ends);
                return true;
            }
            if (instruction.opcode() == Opcodes.ATHROW) {
                return true;
            }
            if (!execute(way, instruction)) {
                return false;
            }
        }
        return false;
    }

    private static void end(EqualsWay way, Set<EqualsWay> ends) {
        Value result = way.pop();
        if (result instanceof Constant constant && constant.value() == 0) {
            return;
        }
        if (result instanceof Verdict verdict && !verdict.isZero()) {
            way.alike(verdict.parts());
        }
        ends.add(way);
    }

    private void jump(EqualsWay way, Instruction jump, int target, int next) {
        switch (jump.opcode()) {
            case Opcodes.GOTO -> open(way.on(target));
            case Opcodes.IFEQ -> byZero(way, way.pop(), target, next);
            case Opcodes.IFNE -> byZero(way, way.pop(), next, target);
            case Opcodes.IFNULL -> byNull(way, way.pop(), target, next);
            case Opcodes.IFNONNULL -> byNull(way, way.pop(), next, target);
            case Opcodes.IF_ICMPEQ, Opcodes.IF_ACMPEQ -> byIdentity(way, way.pop(2), target, next);
            case Opcodes.IF_ICMPNE, Opcodes.IF_ACMPNE -> byIdentity(way, way.pop(2), next, target);
            default -> {
                way.pop(jump.opcode() < Opcodes.IF_ICMPEQ ? 1 : 2);
                open(way.on(target));
                open(way.on(next));
            }
        }
    }

    private void byZero(EqualsWay way, Value value, int zero, int other) {
        if (value instanceof Constant constant) {
            open(way.on(constant.value() == 0 ? zero : other));
            return;
        }
        Verdict verdict = value instanceof Verdict found ? found : new Verdict(Set.of(), true);
        open(verdict.isZero() ? way.on(zero).alike(verdict.parts()) : way.on(zero));
        open(verdict.isZero() ? way.on(other) : way.on(other).alike(verdict.parts()));
    }

    private void byNull(EqualsWay way, Value value, int isNull, int other) {
        open(way.on(isNull).isNull(value));
        boolean certain = value instanceof Null
                || value instanceof Part part && way.nulls().contains(part);
        if (!certain) {
            open(way.on(other));
        }
    }

    private void byIdentity(EqualsWay way, List<Value> values, int same, int other) {
        open(way.on(other));
        boolean isOneObject =
                values.get(0) instanceof Side one && values.get(1) instanceof Side two && one.own() != two.own();
        if (!isOneObject) {
            Set<String> parts = EqualsCalls.alike(values.get(0), values.get(1));
            open(way.on(same).alike(parts));
        }
    }

    private void open(EqualsWay way) {
        if (known.add(way)) {
            open.push(way.on(way.at()));
        }
    }

    private boolean execute(EqualsWay way, Instruction instruction) {
        int opcode = instruction.opcode();
        switch (opcode) {
            case Opcodes.NOP, Opcodes.CHECKCAST -> {}
            case Opcodes.ACONST_NULL -> way.push(new Null());
            case Opcodes.BIPUSH, Opcodes.SIPUSH -> way.push(new Constant(instruction.operand()));
            case Opcodes.LDC, Opcodes.GETSTATIC, Opcodes.NEW -> way.push(EqualsWay.UNKNOWN);
            case Opcodes.INSTANCEOF, Opcodes.ARRAYLENGTH -> {
                way.pop();
                way.push(EqualsWay.UNKNOWN);
            }
            case Opcodes.POP -> way.pop();
            case Opcodes.DUP -> {
                Value top = way.pop();
                way.push(top);
                way.push(top);
            }
            case Opcodes.LCMP -> {
                List<Value> two = way.pop(2);
                way.push(new Verdict(EqualsCalls.alike(two.get(0), two.get(1)), true));
            }
            case Opcodes.GETFIELD -> way.push(calls.field(way.pop(), instruction.name()));
            default -> {
                return move(way, instruction);
            }
        }
        return true;
    }

    private boolean move(EqualsWay way, Instruction instruction) {
        int opcode = instruction.opcode();
        if (opcode >= Opcodes.ICONST_M1 && opcode <= Opcodes.ICONST_5) {
            way.push(new Constant(opcode - Opcodes.ICONST_0));
        } else if (opcode >= Opcodes.LCONST_0 && opcode <= Opcodes.DCONST_1) {
            way.push(EqualsWay.UNKNOWN);
        } else if (opcode >= Opcodes.ILOAD && opcode <= Opcodes.ALOAD) {
            way.push(way.variables().getOrDefault(instruction.operand(), EqualsWay.UNKNOWN));
        } else if (opcode >= Opcodes.ISTORE && opcode <= Opcodes.ASTORE) {
            way.variables().put(instruction.operand(), way.pop());
        } else if (opcode >= Opcodes.INVOKEVIRTUAL && opcode <= Opcodes.INVOKEINTERFACE) {
            calls.call(way, instruction);
        } else {
            return false;
        }
        return true;
    }
}
