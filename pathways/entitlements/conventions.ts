/** Numbers of ours, not of any rule of medicine or law; a hospital sets its own (C: convention). */

/** C: a booked visit given back less than so many hours before its slot costs the late-cancellation share. */
export const lateCancellationHours = 4;
/** C: that share of the unit's price, in percent. */
export const lateCancellationPercent = 20;
/** C: a person is told so many days before units expire. */
export const expiryWarningDays = 7;
/** C: units are valid so many days from the launch, unless the hospital's price says otherwise. */
export const validityDays = 180;
/** C: a code for a WeChat payment is good so long; then it is closed. WeChat itself keeps one for at most two hours. */
export const paymentMinutes = 30;
