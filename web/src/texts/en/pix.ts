import type { pix as pt } from '../pt/pix';

export const pix: typeof pt = {
  hint_: "You get a code to pay in your bank's app. What you hold waits for it.",
  create_: (total) => `Get a Pix code for ${total}`,

  asking_: 'Getting the Pix code',
  askingText_: 'The bank is being asked for the code. Nothing has been charged yet.',
  waiting_: 'Pay with Pix',
  waitingText_: (total) => `Pay ${total} in your bank's app. This page goes on by itself.`,
  received_: 'Pix received',
  receivedText_: (total) => `A Pix of ${total} came in. Now everything is being confirmed.`,
  withdrawing_: 'Withdrawing the Pix',
  withdrawingText_:
    'The code is being withdrawn from the bank. Do not pay it; what is paid comes back.',
  returning_: 'Giving the Pix back',
  returningText_: (total) => `It did not work. ${total} are on their way back to your account.`,

  amount_: 'Amount',
  validFor_: 'The code is valid for another',
  until_: (time) => `until ${time}`,
  validForLabel_: (clock) => `The code is valid for another ${clock}.`,
  announce_: (minutes) =>
    `The Pix code is valid for another ${minutes} ${minutes === 1 ? 'minute' : 'minutes'}.`,
  holdsStay_: (clock) =>
    `The clock of what you hold stands still. If the Pix is not paid, it is held for another ${clock}.`,
  holdsEnd_: 'What you hold waits for this Pix only: if it is not paid, the hold ends.',
  qr_: 'QR code of the Pix',
  code_: 'Pix copy and paste',
  copy_: 'Copy the code',
  how_: [
    "Open your bank's app and choose Pix.",
    'Point the camera at the QR code, or paste the code.',
    'Check the amount and pay.',
  ],
  bankIsAwaited_: 'Waiting for the bank to say that it is paid…',
  mayClose_: 'You may close this page, or open it on another device: the code is the same.',
  over_: 'The code has expired. The bank is being asked whether it was paid; do not pay it now.',
  stop_: 'Give up this Pix',
  stopping_: 'Giving it up…',
  playBank_: 'Play the bank (test only)',

  steps_: {
    authorize: {
      next: 'Pix',
      now: 'Pix: waiting for the bank…',
      done: 'Pix received.',
      failed: 'Pix: not paid.',
    },
    void: {
      next: 'Pix: withdraw the code and give back what was paid',
      now: 'Pix: withdrawing the code and giving back what was paid…',
      done: 'Pix undone; nothing stays paid.',
      failed: '',
    },
  },
  entries_: {
    'step.charge_waiting': 'Pix code made',
    'step.paid': 'Pix received',
    'undo.refunded': 'Pix given back',
    'payment.stopped': 'Pix given up',
    'payment.returned': 'Unexpected Pix given back',
  },

  nothingPaid_: 'Nothing was charged.',
  unpaid_: 'The Pix code expired without being paid. Get another one or pay by card.',
  stopped_: 'You gave up the Pix. Get another code or pay by card.',
  noCode_: 'The bank made no code. Try again or pay by card.',
  doNotPay_: 'Do not pay the old code any more; if it is paid, the money comes back by itself.',
  cameBack_: (amount) => `${amount} went back to the account that paid the Pix.`,
  expired_: 'Time ran out and the hold was released.',
  back_: 'A Pix was given back',
  returned_: {
    paid_late: (amount) => `${amount} came too late and went back to your account.`,
    paid_twice: (amount) => `${amount} were paid once more and went back to your account.`,
    wrong_amount: (amount) =>
      `${amount} were not the amount of the code and went back to your account.`,
    other_: (amount) => `${amount} went back to your account.`,
  },
};
